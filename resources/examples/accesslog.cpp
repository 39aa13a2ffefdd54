// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: CC0-1.0

// accesslog FILE
//
// Parses a web server's log in the common format in four worker processes, and writes a line of JSON
// for each of its lines, in their order. The program is its own worker: started by a pool it has a
// channel to its parent.
#include <WorkerPool>
#include <workers/parentchannel.h>
#include <workers/workerpooldevice.h>

#include <QCoreApplication>
#include <QFile>
#include <QJsonObject>
#include <QRegularExpression>

#include <cstdio>

static QJsonObject parsed(const QString &line)
{
    static const QRegularExpression common(
        QStringLiteral("^(\\S+) \\S+ (\\S+) \\[([^]]+)\\] \"(\\S+) (\\S+)[^\"]*\" (\\d{3}) (\\d+|-)"));
    const QRegularExpressionMatch match = common.match(line);
    if (!match.hasMatch())
        return {{"unparsed", line}};
    return {{"host", match.captured(1)},
            {"user", match.captured(2)},
            {"time", match.captured(3)},
            {"method", match.captured(4)},
            {"path", match.captured(5)},
            {"status", match.captured(6).toInt()},
            {"bytes", match.captured(7).toDouble()}};
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (Spawn::ParentChannel *const parent = Spawn::ParentChannel::instance()) {
        QObject::connect(parent, &Spawn::ParentChannel::messageReceived, parent,
                         [parent](const QJsonValue &line) { parent->send(parsed(line.toString())); });
        QObject::connect(parent, &Spawn::ParentChannel::disconnected, &application,
                         &QCoreApplication::quit);
        return application.exec();
    }

    QFile log(application.arguments().value(1));
    QFile results;
    if (!log.open(QIODevice::ReadOnly) || !results.open(stdout, QIODevice::WriteOnly)) {
        qCritical("accesslog: %s: %s", qPrintable(log.fileName()), qPrintable(log.errorString()));
        return 1;
    }

    Spawn::AsyncSpawner spawner;
    Spawn::WorkerPool pool(&spawner);
    pool.setObjectName("access log");
    pool.setRedeliveryLimit(1); // a worker that is killed loses nothing
    pool.addWorkers(application.applicationFilePath(), {}, 4);
    int status = 0;
    QObject::connect(&pool, &Spawn::WorkerPool::messageDropped,
                     [&status](const QString &, const QJsonValue &line) {
                         qWarning() << "not parsed:" << line.toString();
                         status = 1;
                     });
    QObject::connect(&pool, &Spawn::WorkerPool::workerGaveUp, &application, [] {
        qCritical("the workers do not start");
        QCoreApplication::exit(1);
    });

    Spawn::PoolPipe *const pipe = Spawn::WorkerPoolDevice::pipe(&log, &pool, &results);
    pipe->setOrdered(true);
    QObject::connect(pipe, &Spawn::PoolPipe::finished, &application, [pipe, &status] {
        if (!pipe->errorString().isEmpty()) {
            qCritical("%s", qPrintable(pipe->errorString()));
            status = 1;
        }
        QCoreApplication::exit(status);
    });
    return application.exec();
}
