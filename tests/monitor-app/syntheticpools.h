// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "monitor-app/syntheticapplication.h"

#include <csignal>

// The workers of the indexer of photos: those that make thumbnails, and those that read metadata,
// of which one program is not started any more.
inline void fillPools(SyntheticApplication &application)
{
    using namespace Spawn;
    using namespace std::chrono_literals;
    using State = WorkerSnapshot::State;
    using Reason = WorkerEnd::Reason;
    constexpr qint64 mebi = 1024 * 1024;
    const qint64 now = SyntheticApplication::now();
    SpawnerSnapshot &value = application.value;

    const auto worker
        = [&](PoolProgramSnapshot &program, quint64 id, State state, qint64 outstanding,
              quint64 handled, std::chrono::milliseconds up, double share, qint64 memory) {
              program.workers.append({id, state, outstanding, handled});
              CommandSnapshot &command = application.command(
                  id, {QStringLiteral("node"), program.program}, {}, CommandReply::State::Running);
              command.worker = true;
              command.processId = qint64(4400 + id);
              command.started = now - up.count();
              command.processorShare = share;
              command.residentMemory = memory * mebi;
          };
    PoolProgramSnapshot resize;
    resize.program = QStringLiteral("/srv/photos/workers/resize.js");
    resize.wanted = 4;
    resize.queued = 21;
    resize.sent = 19'214;
    resize.received = 19'180;
    resize.redelivered = 6;
    resize.dropped = 1;
    resize.started = 7;
    resize.finished = 3;
    worker(resize, 731, State::Running, 2, 6'204, 7'836s, 0.93, 88);
    worker(resize, 732, State::Blocked, 9, 6'180, 7'836s, 0.02, 412);
    worker(resize, 790, State::Paused, 0, 1'871, 1'502s, 0.0, 64);
    worker(resize, 797, State::Running, 2, 418, 168s, 0.87, 91);

    PoolProgramSnapshot exif;
    exif.program = QStringLiteral("exif.js");
    exif.wanted = 3;
    exif.nextStart = now + 600;
    exif.sent = 4'120;
    exif.received = 4'118;
    exif.started = 5;
    exif.finished = 3;
    worker(exif, 740, State::Running, 1, 2'044, 7'836s, 0.21, 47);
    worker(exif, 795, State::Starting, 0, 0, 300ms, 0.4, 12);
    PoolProgramSnapshot faces;
    faces.program = QStringLiteral("/srv/photos/workers/faces");
    faces.wanted = 1;
    faces.gaveUp = true;
    faces.queued = 100;
    faces.dropped = 34;
    faces.started = 10;
    faces.finished = 10;

    value.pools = {{1, QStringLiteral("thumbnails"), false, {resize}},
                   {2, QStringLiteral("metadata"), false, {exif, faces}}};

    const auto ended = [&](quint64 pool, const QString &program, qint64 processId, qint64 ago,
                           Reason reason, std::chrono::milliseconds uptime, quint64 handled) {
        WorkerEnd end;
        end.number = quint64(value.workerEnds.size()) + 1;
        end.pool = pool;
        end.program = program;
        end.command = 700 + end.number;
        end.processId = processId;
        end.time = now - ago;
        end.uptime = uptime;
        end.reason = reason;
        end.handled = handled;
        value.workerEnds += end;
    };
    ended(1, resize.program, 5'034, 86'000'000, Reason::Replaced, 41'000s, 22'018);
    ended(2, exif.program, 5'040, 7'836'000, Reason::Removed, 910s, 377);
    for (int i = 0; i < 4; ++i) {
        ended(2, faces.program, 5'160 + i, 540'000 - (i * 2'000 << i), Reason::Exited, 412ms, 0);
        value.workerEnds.last().exitCode = 127;
        value.workerEnds.last().backOff = std::chrono::milliseconds(500 << i);
    }
    ended(1, resize.program, 5'131, 480'000, Reason::Crashed, 7'356s, 5'870);
    value.workerEnds.last().signalNumber = SIGKILL;
    value.workerEnds.last().sentAgain = 4;
    value.workerEnds.last().text = QStringLiteral("ended by SIGKILL");
    ended(2, exif.program, 5'141, 361'000, Reason::PausedForTooLong, 7'475s, 1'697);
    ended(1, resize.program, 5'190, 168'500, Reason::Crashed, 1'333s, 907);
    value.workerEnds.last().signalNumber = SIGSEGV;
    value.workerEnds.last().sentAgain = 2;
    value.workerEnds.last().dropped = 1;
    value.workerEnds.last().backOff = 500ms;
    ended(2, exif.program, 5'195, 900, Reason::Asked, 360s, 118);
}
