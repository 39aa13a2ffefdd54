// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/tasks/tasks.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QTimer>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

static void sleepTask(const QJsonValue &payload, JobContext &job)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QTimer::singleShot(payload["ms"_L1].toInt(), &job, [&job, now] { job.finish(now); });
}

static void grow(qsizetype bytes)
{
    static QList<QByteArray> kept;
    kept.append(QByteArray(bytes, 'x'));
}

static void mark(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::Append) || file.write("x\n") != 2)
        abort();
}

static void dieOnce(const QString &name)
{
    QFile file(name);
    if (file.exists())
        return;
    if (!file.open(QIODevice::WriteOnly))
        abort();
    file.close();
    raise(SIGKILL);
}

void runTask(const QJsonValue &payload, JobContext &job)
{
    const QString task = payload["do"_L1].toString();
    if (task == "echo"_L1) {
        job.finish(payload["value"_L1]);
    } else if (task == "pid"_L1) {
        job.finish(QCoreApplication::applicationPid());
    } else if (task == "attempt"_L1) {
        job.finish(job.attempt());
    } else if (task == "sleep"_L1) {
        sleepTask(payload, job);
    } else if (task == "fail"_L1) {
        job.fail(payload["error"_L1]);
    } else if (task == "throw"_L1) {
        throw std::runtime_error(payload["text"_L1].toString().toStdString());
    } else if (task == "exit"_L1) {
        _exit(payload["code"_L1].toInt());
    } else if (task == "kill"_L1) {
        raise(payload["signal"_L1].toInt());
    } else if (task == "spin"_L1) {
        for (;;)
            pause();
    } else if (task == "progress"_L1) {
        for (int i = 0; i < payload["count"_L1].toInt(); ++i)
            job.progress(i);
        job.finish();
    } else if (task == "grow"_L1) {
        grow(payload["bytes"_L1].toInteger());
        job.finish(QCoreApplication::applicationPid());
    } else if (task == "sleepAndFail"_L1) {
        QTimer::singleShot(200, &job, [&job] { job.fail(u"asked for"_s); });
    } else if (task == "sleepAndCrash"_L1) {
        QTimer::singleShot(200, &job, [] { raise(SIGKILL); });
    } else if (task == "deafSpin"_L1) {
        signal(SIGTERM, SIG_IGN);
        for (const QDeadlineTimer end(payload["ms"_L1].toInt()); !end.hasExpired();) { }
        job.finish();
    } else if (task == "mark"_L1) {
        mark(payload["file"_L1].toString());
    } else if (task == "markAndDie"_L1) {
        mark(payload["file"_L1].toString());
        raise(SIGKILL);
    } else if (task == "dieOnce"_L1) {
        dieOnce(payload["file"_L1].toString());
        job.finish(job.attempt());
    } else {
        job.fail(u"what is %1?"_s.arg(task));
    }
}
