// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "monitor-app/syntheticapplication.h"

// Seven minutes of four at a time, with a queue that grows: as a timeline shows them.
inline void fillTimeline(SyntheticApplication &application)
{
    using namespace Spawn;
    using Error = CommandResult::Error;
    const qint64 now = SyntheticApplication::now();
    const qint64 begin = now - 430'000;
    const qint64 restart = SyntheticApplication::at(SyntheticApplication::today(), 12, 4, 8, 21);
    application.value.restarts.last().exit.time = QDateTime::fromMSecsSinceEpoch(restart);
    application.value.helper.started = restart + 9'600;
    application.value.commands.clear();
    const char *const programs[] = {"make", "exiftool", "sqlite3", "git", "ffmpeg"};
    quint32 random = 7;
    const auto next = [&random](quint32 below) {
        random = random * 1'664'525 + 1'013'904'223;
        return (random >> 8) % below;
    };
    std::array<qint64, 4> free{begin, begin + 2000, begin + 500, begin + 300};
    quint64 id = 700;
    for (;;) {
        const auto slot = std::min_element(free.begin(), free.end());
        const bool brief = slot >= free.begin() + 2;
        qint64 started = *slot + 400 + next(4000);
        if (started > restart && started < restart + 9'600)
            started = restart + 9'700 + next(2000);
        if (started >= now)
            break;
        const qint64 length = brief ? 2000 + next(26'000) : 9000 + next(80'000);
        const qint64 progress = (started - begin) / 1000;
        CommandSnapshot &command = application.command(
            id++, {QStringLiteral("/usr/bin/") + QLatin1String(programs[next(5)]), u"run"_qs},
            u"index"_qs, CommandReply::State::Finished);
        const qint64 waited = 3000 + progress * 120 + next(20'000);
        command.submitted = started - waited;
        command.queued = std::chrono::milliseconds(waited);
        command.started = started;
        command.processId = 5000 + qint64(id);
        const qint64 end = started + length;
        *slot = end;
        if (end >= now) {
            command.state = CommandReply::State::Running;
            continue;
        }
        command.finished = end;
        command.elapsed = std::chrono::milliseconds(length);
        const quint32 luck = next(20);
        command.exitCode = 0;
        if (luck < 4) {
            command.error = Error::NonZeroExit;
            command.exitCode = 128;
        } else if (luck < 6) {
            command.error = Error::TimedOut;
        } else if (luck < 7) {
            command.error = Error::Crashed;
            command.signalNumber = 9;
        }
    }
    for (int i = 0; i < 37; ++i) {
        CommandSnapshot &waiting = application.command(id++, {u"exiftool"_qs, u"-json"_qs},
                                                       u"meta"_qs, CommandReply::State::Queued);
        waiting.submitted = now - 52'000 + i * 1400 + next(900);
    }
}
