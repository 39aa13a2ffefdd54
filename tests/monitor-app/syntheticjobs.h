// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "monitor-app/syntheticapplication.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <csignal>

// The jobs of the indexer of photos: those that make thumbnails and look for faces, and a runner
// without a name that has nothing to do.
inline void fillJobs(SyntheticApplication &application)
{
    using namespace Spawn;
    using namespace std::chrono_literals;
    using std::chrono::microseconds;
    using Error = JobResult::Error;
    using State = JobSnapshot::State;
    const qint64 now = SyntheticApplication::now();
    SpawnerSnapshot &value = application.value;

    const auto summary = [](microseconds p50, microseconds p90, microseconds p99, int first,
                            const QList<quint64> &counts) {
        DurationSummary made;
        made.p50 = p50;
        made.p90 = p90;
        made.p99 = p99;
        made.maximum = p99 + p99 / 5;
        made.powersOfTwo = QList<quint64>(first, 0) + counts;
        for (const quint64 count : counts)
            made.count += count;
        return made;
    };
    const auto photo = [](const QString &name, int width) {
        return QJsonObject{{QStringLiteral("picture"), QStringLiteral("/srv/photos/") + name},
                           {QStringLiteral("width"), width},
                           {QStringLiteral("crop"), QJsonArray{0, 12, 640, 480}},
                           {QStringLiteral("options"),
                            QJsonObject{{QStringLiteral("sharpen"), true},
                                        {QStringLiteral("profile"), QStringLiteral("sRGB")}}}};
    };

    JobRunnerSnapshot runner;
    runner.number = 1;
    runner.name = QStringLiteral("thumbnails");
    runner.maxWorkerCount = 4;
    runner.maxProcessCount = 8;

    JobScriptSnapshot resize;
    resize.script = QStringLiteral("/srv/photos/jobs/resize.js");
    resize.queued = 3;
    resize.running = 2;
    resize.succeeded = 19'180;
    resize.failed = 12;
    resize.retried = 31;
    resize.wait = summary(4'200us, 61'000us, 412'000us, 8,
                          {12, 90, 800, 2'100, 4'000, 5'100, 3'900, 1'800, 700, 400, 200, 78, 12});
    resize.run = summary(118'000us, 240'000us, 1'900'000us, 13,
                         {40, 310, 2'900, 9'300, 5'200, 1'100, 220, 90, 32});
    JobScriptSnapshot faces;
    faces.script = QStringLiteral("/srv/photos/jobs/faces.so");
    faces.queued = 1;
    faces.running = 1;
    faces.succeeded = 410;
    faces.failed = 6;
    faces.retried = 12;
    faces.wait
        = summary(900'000us, 4'000'000us, 9'100'000us, 16, {4, 12, 60, 110, 120, 80, 20, 10});
    faces.run = summary(3'100'000us, 7'900'000us, 21'000'000us, 19, {6, 44, 170, 140, 40, 12, 4});
    JobScriptSnapshot exif;
    exif.script = QStringLiteral("exif");
    exif.succeeded = 4'118;
    exif.wait = summary(310us, 900us, 2'400us, 5, {90, 900, 1'800, 1'000, 300, 28});
    exif.run = summary(2'100us, 3'900us, 9'000us, 9, {60, 900, 2'100, 900, 150, 8});
    runner.scripts = {exif, faces, resize}; // by their names

    const auto job = [&](quint64 id, const JobScriptSnapshot &script, State state, int attempts,
                         qint64 ago, quint64 worker, qint64 ran) {
        JobSnapshot made;
        made.id = id;
        made.script = script.script;
        made.state = state;
        made.attempts = attempts;
        made.asked = now - ago;
        made.payload.value = photo(QStringLiteral("2026/IMG_%1.tif").arg(id), 640);
        if (worker != 0) {
            made.command = worker;
            made.begun = now - ran;
            runner.workers.append({worker, script.script, JobWorkerSnapshot::State::Busy, id, 41});
            CommandSnapshot &command = application.command(
                worker, {QStringLiteral("node"), script.script}, {}, CommandReply::State::Running);
            command.worker = true;
            command.processId = qint64(4400 + worker);
            command.started = now - 60'000;
        }
        runner.jobs += made;
    };
    job(19'190, resize, State::Running, 1, 640, 831, 420);
    runner.jobs.last().progress.value = 0.62;
    job(19'191, resize, State::Running, 2, 8'310, 832, 110);
    runner.jobs.last().progress.value = QJsonObject{
        {QStringLiteral("step"), QStringLiteral("crop")}, {QStringLiteral("row"), 214}};
    job(19'187, faces, State::Running, 1, 9'400, 835, 6'100);
    runner.workers.last().state = JobWorkerSnapshot::State::Starting;
    job(19'192, resize, State::Queued, 0, 600, 0, 0);
    job(19'193, resize, State::Queued, 0, 410, 0, 0);
    runner.jobs.last().priority = 5;
    job(19'194, faces, State::Queued, 0, 300, 0, 0);
    job(19'170, resize, State::Resting, 2, 4'100, 0, 0);
    runner.queued = 4;
    runner.running = 3;

    JobRunnerSnapshot idle;
    idle.number = 2;
    idle.maxWorkerCount = 2;
    idle.maxProcessCount = 4;
    value.jobRunners = {runner, idle};

    const auto ended = [&](quint64 id, const JobScriptSnapshot &script, qint64 ago, Error error,
                           int attempts, microseconds waited, microseconds ran) {
        JobEnd end;
        end.number = quint64(value.jobEnds.size()) + 1;
        end.runner = 1;
        end.job = id;
        end.script = script.script;
        end.time = now - ago;
        end.error = error;
        end.attempts = attempts;
        end.processId = 5'240 + qint64(end.number);
        end.queued = waited;
        end.elapsed = ran;
        end.payload.value = photo(QStringLiteral("2026/IMG_%1.tif").arg(id), 640);
        end.value.value
            = QJsonObject{{QStringLiteral("written"), 48'213},
                          {QStringLiteral("file"), QStringLiteral("/srv/thumbs/%1.webp").arg(id)}};
        value.jobEnds += end;
    };
    ended(18'020, faces, 86'000'000, Error::Cancelled, 1, 12'000us, 41s);
    value.jobEnds.last().text = QStringLiteral("cancelled");
    value.jobEnds.last().value = {};
    ended(19'100, resize, 541'000, Error::NoError, 1, 1'100us, 118'000us);
    ended(19'102, faces, 480'000, Error::WorkerDied, 3, 6'200ms, 4'120ms);
    value.jobEnds.last().signalNumber = SIGKILL;
    value.jobEnds.last().text = QStringLiteral("worker died: null / SIGKILL");
    value.jobEnds.last().value = {};
    ended(19'120, resize, 361'000, Error::ScriptError, 2, 840'000us, 210'000us);
    value.jobEnds.last().text = QStringLiteral("no room left on the device");
    value.jobEnds.last().value.value
        = QJsonObject{{QStringLiteral("message"), QStringLiteral("no room left on the device")},
                      {QStringLiteral("code"), QStringLiteral("ENOSPC")}};
    ended(19'140, resize, 168'500, Error::TimedOut, 1, 2'100us, 30s);
    value.jobEnds.last().text = QStringLiteral("script timeout");
    value.jobEnds.last().signalNumber = SIGTERM;
    value.jobEnds.last().value = {};
    ended(19'151, faces, 121'000, Error::WorkerDied, 3, 5'200ms, 2'900ms);
    value.jobEnds.last().signalNumber = SIGSEGV;
    value.jobEnds.last().text = QStringLiteral("worker died: null / SIGSEGV");
    value.jobEnds.last().value = {};
    ended(19'180, exif, 1'200, Error::NoError, 1, 310us, 2'400us);
    value.jobEnds.last().value.value = 17;
    ended(19'186, resize, 900, Error::NoError, 1, 4'400us, 131'000us);
}
