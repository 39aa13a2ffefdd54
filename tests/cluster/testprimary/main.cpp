// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <cluster/cluster.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonObject>

#include <cstdio>

using namespace Spawn;
using namespace Qt::StringLiterals;

// testprimary PROGRAM PORT COUNT [TASK]
//
// Starts workers, gives each the task when it listens, and says "worker <pid>" when it has it.
int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    AsyncSpawner spawner;
    Cluster cluster(&spawner);
    cluster.setProgram(arguments[1]);
    cluster.setArguments({arguments[2]});
    const QString task = arguments.value(4);
    const auto tell = [](const Worker *worker) {
        std::printf("worker %lld\n", static_cast<long long>(worker->processId()));
        std::fflush(stdout);
    };
    QObject::connect(&cluster, &Cluster::workerListening, &cluster, [&](Worker *worker) {
        if (!task.isEmpty())
            worker->send(QJsonObject{{u"do"_s, task}});
        if (task != "spin"_L1)
            tell(worker);
    });
    QObject::connect(&cluster, &Cluster::messageReceived, &cluster, tell); // it spins
    for (int i = 0; i < arguments[3].toInt(); ++i)
        cluster.startWorker();
    return QCoreApplication::exec();
}
