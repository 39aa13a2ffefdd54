// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "monitor-app/syntheticapplication.h"

#include <csignal>

// What the indexer of photos waits for, runs and ran.
inline void fillCommands(SyntheticApplication &application)
{
    using namespace Spawn;
    using namespace std::chrono_literals;
    using State = CommandReply::State;
    using Error = CommandResult::Error;
    constexpr qint64 mebi = 1024 * 1024;
    const qint64 now = SyntheticApplication::now();
    SpawnerSnapshot &value = application.value;
    value.commands.clear();
    value.outputShared = true;
    const auto words = [](const char *line) {
        return QString::fromLatin1(line).split(u' ');
    };
    const auto running = [&](quint64 id, const char *line, const char *label, int priority,
                             std::chrono::milliseconds waited, std::chrono::milliseconds ran,
                             double share, qint64 memory) {
        CommandSnapshot &command
            = application.command(id, words(line), QString::fromLatin1(label), State::Running);
        command.priority = priority;
        command.queued = waited;
        command.started = now - ran.count();
        command.submitted = command.started - waited.count();
        command.processId = qint64(4400 + id);
        command.processorShare = share;
        command.residentMemory = memory * mebi;
    };
    running(802, "sh -c make", "build", 10, 10ms, 14'200ms, 0.05, 210);
    value.commands[802].arguments.last() = QStringLiteral("make -j2");
    running(807, "exiftool -json -G /srv/photos/2026/06/11/IMG_4411.CR3", "meta", 0, 4900ms, 3600ms,
            0.5, 31);
    running(808, "ffmpeg -i holiday.mov -vf scale=320:-1 /srv/photos/thumb/7f/holiday.jpg", "thumb",
            0, 4920ms, 3400ms, 0.9, 88);
    application
        .command(806,
                 words("convert /srv/photos/2026/06/11/IMG_4408.CR3 -resize 50% /tmp/p-806.png"),
                 QStringLiteral("thumb"), State::Starting)
        .submitted
        = now - 8510;
    for (quint64 i = 0; i < 5; ++i) {
        CommandSnapshot &waiting = application.command(
            813 + i,
            i % 3 == 1
                ? words("ffmpeg -i IMG_4412.mov -vf scale=320:-1 /srv/photos/thumb/80/4412.jpg")
                : words("exiftool -json -G /srv/photos/2026/06/11/IMG_4412.CR3"),
            i % 3 == 1 ? QStringLiteral("thumb") : QStringLiteral("meta"), State::Queued);
        waiting.submitted = now - 6100 + qint64(i) * 800;
    }
    const auto ended = [&](quint64 id, const char *line, const char *label, Error error,
                           std::chrono::milliseconds waited, std::chrono::milliseconds ran,
                           qint64 memory) -> CommandSnapshot & {
        CommandSnapshot &command
            = application.command(id, words(line), QString::fromLatin1(label), State::Finished);
        command.error = error;
        command.queued = waited;
        command.elapsed = ran;
        command.finished = now - (810 - qint64(id)) * 1000;
        command.started = command.finished - ran.count();
        command.submitted = command.started - waited.count();
        command.processId = qint64(4326 + id);
        command.attempts = 1;
        command.usage.peakMemory = memory * mebi;
        command.usage.userTime = ran * 6 / 7;
        command.usage.systemTime = ran / 10;
        command.usage.voluntaryContextSwitches = 1812;
        command.usage.involuntaryContextSwitches = 96;
        if (error == Error::NoError)
            command.exitCode = 0;
        return command;
    };
    ended(804, "git fetch --prune origin", "sync", Error::NonZeroExit, 0ms, 1100ms, 9).exitCode
        = 128;
    CommandSnapshot &killed
        = ended(801, "convert /srv/photos/scan/big.tif -resize 200% /tmp/p-801.png", "thumb",
                Error::Crashed, 400ms, 8000ms, 512);
    killed.signalNumber = SIGKILL;
    killed.priority = -5;
    killed.outputTail = "/srv/photos/scan/big.tif TIFF 18432x12288 16-bit sRGB\n"
                        "resize 36864x24576: \x1b[32m41 %\x1b[0m\n"
                        "resize 36864x24576: \x1b[32m63 %\x1b[0m\n";
    killed.errorTail = "convert: cache resources exhausted `/srv/photos/scan/big.tif'\n"
                       "  @ warning/cache.c/OpenPixelCache/4119\n";
    killed.workingDirectory = QStringLiteral("/srv/photos");
    ended(805, "exiftool -json -G /srv/photos/2026/06/11/IMG_4409.CR3", "meta", Error::NoError,
          1710ms, 400ms, 31)
        .finished
        = killed.finished - 500;
    CommandSnapshot &missing = ended(790, "/opt/raw/bin/dcraw -w IMG_4401.CR3", "raw",
                                     Error::FailedToStart, 20ms, 0ms, 0);
    missing.stage = CommandResult::Stage::Exec;
    missing.systemError = ENOENT;
    missing.processId = 0;
    ended(789, "rsync -a /srv/photos/ backup:/srv/photos/", "sync", Error::TimedOut, 10ms,
          170'000ms, 14)
        .signalNumber
        = SIGTERM;
    ended(788, "exiftool -json -G IMG_4400.CR3", "meta", Error::Cancelled, 900ms, 300ms, 12);
    CommandSnapshot &login = ended(787, "login", "login", Error::NoError, 5ms, 90ms, 3);
    login.arguments.clear();
    login.secret = true;
    for (quint64 id = 700; id < 780; ++id)
        ended(id, "exiftool -json -G /srv/photos/2026/06/11/IMG_4300.CR3", "meta", Error::NoError,
              1200ms, 420ms, 31);
}
