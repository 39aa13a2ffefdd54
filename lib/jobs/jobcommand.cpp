// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobcommand.h"

#include "engine/helperlocator.h"
#include "jobs/jobhostfunctions.h"
#include "spawner/text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

static const auto NodeHost = "asyncspawner-jobhost.js"_qba;
static const auto QtHost = "asyncspawner-jobhost"_qba;

// The program and its arguments; empty with a problem.
static QList<QByteArray> argumentsFor(const JobScript &script, QString *problem)
{
    HelperLocation host;
    switch (script.kind) {
    case JobScript::Kind::Program:
        return {QFile::encodeName(script.path)};
    case JobScript::Kind::Function:
        // Else such a program would run its jobs in copies of itself without an end.
        if (JobHost::isHost()) {
            *problem = Text::tr("The function \"%1\" is to run in a copy of this program, which is "
                                "such a copy and has not called JobHost::main()")
                           .arg(script.path);
            return {};
        }
        return {QFile::encodeName(QCoreApplication::applicationFilePath())};
    case JobScript::Kind::Node:
        host = locateBesideHelper(NodeHost);
        break;
    case JobScript::Kind::Qml:
    case JobScript::Kind::Plugin:
        host = locateBesideHelper(QtHost);
        break;
    }
    if (host.path.isEmpty()) {
        *problem = host.text;
        return {};
    }
    if (script.kind == JobScript::Kind::Node)
        return {"node"_qba, host.path};
    return {host.path};
}

std::optional<Command> commandFor(const JobScript &script, std::optional<int> niceLevel,
                                  QString *problem)
{
    const QList<QByteArray> arguments = argumentsFor(script, problem);
    if (arguments.isEmpty())
        return {};
    Command command = Command::fromBytes(arguments);
    QList<QByteArray> environment{QByteArray(JobHostVariable) + "=1"};
    for (char **variable = environ; variable != nullptr && *variable != nullptr; ++variable)
        environment.append(*variable);
    command.setEnvironmentBytes(environment);
    command.setLabel(u"job: %1"_s.arg(QFileInfo(script.path).fileName()));
    command.setKillDelay(ForceDelay);
    if (niceLevel)
        command.setNiceLevel(*niceLevel);
    return command;
}

} // namespace Spawn
