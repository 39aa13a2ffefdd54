// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window/monitoredapplication.h"

#include <QtCore/QDateTime>
#include <QtCore/QTimeZone>

#include <cmath>

// An application that a test makes up: an indexer of photos at 12:06:58 on a Thursday.
class SyntheticApplication : public Spawn::MonitoredApplication
{
public:
    using MonitoredApplication::MonitoredApplication;

    const Spawn::SpawnerSnapshot &snapshot() const override { return value; }

    static qint64 at(const QDate &day, int hour, int minute, int second, int ms = 0)
    {
        return QDateTime(day, QTime(hour, minute, second, ms)).toMSecsSinceEpoch();
    }
    static QDate today() { return {2026, 6, 11}; }
    static qint64 now() { return at(today(), 12, 6, 58, 100); }

    static Spawn::RestartSnapshot restart(quint64 number, qint64 time, qint64 pid,
                                          Spawn::HelperExit::Reason reason, qint64 uptime,
                                          int carriedOver, int resent)
    {
        Spawn::RestartSnapshot restart;
        restart.number = number;
        restart.exit.processId = pid;
        restart.exit.time = QDateTime::fromMSecsSinceEpoch(time).toUTC();
        restart.exit.uptime = std::chrono::milliseconds(uptime);
        restart.exit.reason = reason;
        restart.exit.carriedOver = carriedOver;
        restart.exit.resent = resent;
        if (reason == Spawn::HelperExit::Reason::Exited)
            restart.exit.exitCode = 70;
        return restart;
    }

    Spawn::CommandSnapshot &command(quint64 id, const QStringList &arguments, const QString &label,
                                    Spawn::CommandReply::State state)
    {
        Spawn::CommandSnapshot &command = value.commands[id];
        command.id = id;
        command.arguments = arguments;
        command.label = label;
        command.state = state;
        return command;
    }

    void fill()
    {
        using namespace Spawn;
        using namespace std::chrono_literals;
        using Reason = HelperExit::Reason;
        const QDate yesterday = today().addDays(-1);

        value.application = QStringLiteral("photoindexer");
        value.processId = 4182;
        value.user = QStringLiteral("anna");
        value.libraryVersion = QStringLiteral("1.4.0");
        value.applicationStarted = now() - 28 * 3600 * 1000;
        value.controlAllowed = true;
        value.time = now();
        value.callerDelay = 3ms;
        value.startedCount = 1'260;

        value.helper.state = AsyncSpawner::State::Running;
        value.helper.processId = 4377;
        value.helper.started = now() - 170'000;
        value.helper.version = QStringLiteral("1.4.0");
        value.helper.residentMemory = 1'363'149;
        value.helper.processorShare = 0.003;
        value.helper.descriptors = 212;
        value.helper.roundTrip = 210us;
        value.helper.startLatencyMedian = 210us;
        value.helper.startLatencyP99 = 840us;

        value.queue.waiting = 37;
        value.queue.running = 4;
        value.queue.runningLimit = 4;
        value.queue.lengthLimit = 500;
        value.queue.oldest = 6100ms;

        value.outcomes = {1204, 7, 1, 0, 2, 0, 0, 0, 0};

        value.restarts = {
            restart(1, at(yesterday, 12, 26, 56, 120), 3012, Reason::Crashed, 2'467'000, 3, 27),
            restart(2, at(yesterday, 18, 29, 29, 771), 3388, Reason::ProtocolError, 21'753'000, 1,
                    0),
            restart(3, at(today(), 8, 51, 40, 2), 3520, Reason::Destroyed, 51'730'000, 2, 0),
            restart(4, at(today(), 8, 51, 40, 402), 3862, Reason::Exited, 398, 0, 1),
            restart(5, at(today(), 8, 51, 40, 816), 3866, Reason::Exited, 412, 0, 1),
            restart(6, at(today(), 11, 2, 17, 4), 3871, Reason::Unresponsive, 7'836'000, 4, 3),
            restart(7, at(today(), 12, 4, 8, 21), 4190, Reason::Crashed, 3'711'000, 4, 12),
        };
        value.restarts[0].exit.signalNumber = 9;
        value.restarts[4].exit.backOff = 50ms;
        value.restarts[6].exit.signalNumber = 11;
        value.restarts[6].exit.text = QStringLiteral(
            "The helper (process 4190) was killed by signal SIGSEGV after 3711000 ms.");
        value.restarts[6].lastWords = "helper: 16 requests in flight, window 4\n"
                                      "helper: SIGSEGV, si_code SI_USER, si_pid 991, si_uid 0\n"
                                      "helper: ledger closed, 4 running, 12 not cloned\n";

        for (quint64 i = 0; i < 37; ++i) {
            CommandSnapshot &waiting
                = command(813 + i, {QStringLiteral("exiftool"), QStringLiteral("-json")},
                          QStringLiteral("meta"), CommandReply::State::Queued);
            waiting.submitted = now() - 6100 + qint64(i) * 320;
        }
        for (const quint64 id : {799, 801}) {
            CommandSnapshot &late = command(id, {QStringLiteral("/usr/bin/convert")},
                                            QStringLiteral("thumb"), CommandReply::State::Finished);
            late.error = CommandResult::Error::TimedOut;
            late.elapsed = 8s;
            late.finished = now() - 200'000 + qint64(id);
        }
    }

    // A minute that went before, as the samples see it.
    void pass(int second)
    {
        using namespace Spawn;
        const double wave
            = 9 + 8 * std::sin(second / 9.0) + (second * 37 % 11) + (second % 19 == 4 ? 14 : 0);
        value.startedCount += quint64(std::max(2.0, wave));
        value.queue.waiting
            = int(12 + 9 * std::sin(second / 7.0) + second * 29 % 9 + (second % 17 == 3 ? 16 : 0));
        value.helper.processorShare
            = 0.003 + 0.002 * std::sin(second / 5.0) + 0.0005 * (second * 31 % 7);
        const double late = second > 40 ? (second - 40) / 10.0 : 0;
        for (quint64 i = 0; i < 20; ++i) {
            CommandSnapshot &started
                = command(i + 1, {QStringLiteral("ffmpeg")}, QStringLiteral("thumb"),
                          CommandReply::State::Finished);
            started.started = now() - 60'000 + second * 1000;
            started.finished = started.started + 100;
            const double share = double(i) / 19;
            started.queued = std::chrono::milliseconds(
                qint64(120 + 2400 * share * share * (1 + 0.1 * std::sin(second / 4.0))
                       + 900 * late * share));
        }
    }

    Spawn::SpawnerSnapshot value;
};
