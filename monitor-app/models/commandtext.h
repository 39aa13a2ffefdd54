// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

QString stateWord(const CommandSnapshot &command); // "Waiting", "Timed out"
QString ordinalText(int number); // "1st", "12th"
// "exit code 127", "SIGSEGV, core dumped", "exec: ENOENT"; empty until it has ended.
QString resultText(const CommandSnapshot &command);
// As a sentence of a page: "Ended by SIGKILL", "Exited with code 0".
QString endText(const CommandSnapshot &command);

// The words as a shell takes them, with what is not printable escaped; "hidden" when secret.
QString commandLine(const CommandSnapshot &command);
// The first of them alone.
QString programText(const CommandSnapshot &command);
// Of it what is behind the last slash.
QString programName(const CommandSnapshot &command);
QString programName(const QString &program);

// How long it has waited and run at `now`, or did; -1: it is not known.
std::chrono::microseconds waitedOf(const CommandSnapshot &command, qint64 now);
std::chrono::microseconds ranOf(const CommandSnapshot &command, qint64 now);
qint64 memoryOf(const CommandSnapshot &command); // now, or at its peak; bytes, -1: not known

// Of one number of decimals, as a column wants it; of what is longer than a minute spanText().
QString secondsText(std::chrono::microseconds duration, int decimals);
QString memoryText(qint64 bytes); // "9 MiB"

} // namespace Spawn
