// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobhost.h"

#include "jobs/jobhostfunctions.h"
#include "jobs/jobserver.h"
#include "workers/parentchannel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>

#include <cstdio>
#include <optional>

namespace Spawn {

// Never changed while jobs run, and the function that runs is called where it stands.
static QHash<QString, JobHost::Function> &functions()
{
    static QHash<QString, JobHost::Function> all;
    return all;
}

const JobHost::Function *jobFunction(const QString &name)
{
    auto found = functions().constFind(name);
    if (found == functions().constEnd())
        found = functions().constFind(QString());
    return found == functions().constEnd() ? nullptr : &*found;
}

void JobHost::add(const QString &name, Function function)
{
    functions().insert(name, std::move(function));
}

bool JobHost::handles(const QString &name)
{
    return !name.isEmpty() && functions().contains(name);
}

bool JobHost::isHost()
{
    return qEnvironmentVariableIsSet(JobHostVariable)
        && qEnvironmentVariableIsSet("NODE_CHANNEL_FD");
}

int JobHost::main(int argc, char *argv[])
{
    std::optional<QCoreApplication> application;
    if (QCoreApplication::instance() == nullptr)
        application.emplace(argc, argv);
    qunsetenv(JobHostVariable);
    ParentChannel *const channel = ParentChannel::instance();
    if (channel == nullptr) {
        fprintf(stderr, "%s: serves jobs, and is to be started by a Spawn::JobRunner\n",
                argc > 0 ? argv[0] : "job host");
        return 2;
    }
    JobServer server(channel);
    return QCoreApplication::exec();
}

} // namespace Spawn
