// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/outcome.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <chrono>
#include <cstdint>
#include <memory>
#include <variant>

namespace Spawn {

// What the I/O thread tells the thread of a spawner. Order is that of the mailbox.
// clang-format off
namespace Event {

struct Starting { uint64_t id; }; // handed to a helper
struct Waiting { uint64_t id; }; // taken back: it had not run, and waits for the next helper
struct Started { uint64_t id; pid_t pid; };
struct Output { uint64_t id; int stream; QByteArray bytes; }; // 1 or 2
struct InputWritten { uint64_t id; qint64 bytes; };
struct InputClosed { uint64_t id; }; // by the command, before all was written
struct Exited { uint64_t id; int exitCode; int signalNumber; };
struct Finished { uint64_t id; std::unique_ptr<Outcome> outcome; };
struct EndedAfterAll { uint64_t id; pid_t pid; }; // finished before, as one that cannot be killed

enum class HelperState { NotRunning, Starting, Running, Restarting, Failed };
struct HelperStateChanged { HelperState state; pid_t pid; };

enum class HelperEnd { Exited, Crashed, Unresponsive, ProtocolError, Destroyed };
struct HelperEnded
{
    HelperEnd reason = HelperEnd::Exited;
    pid_t pid = 0;
    QDateTime time;
    std::chrono::milliseconds uptime{0};
    ExitStatus status;
    int carriedOver = 0;
    int resent = 0;
    std::chrono::milliseconds backOff{0};
    QString problem; // ProtocolError: what it sent
    QByteArray lastWords; // the end of its standard error
};

enum class HelperProblem { NotFound, FailedToStart, Incompatible, GaveUp };
struct HelperFailed { HelperProblem problem; int error; QString text; };

struct HelperLog { QByteArray line; };

} // namespace Event
// clang-format on

using EngineEvent
    = std::variant<Event::Starting, Event::Waiting, Event::Started, Event::Output,
                   Event::InputWritten, Event::InputClosed, Event::Exited, Event::Finished,
                   Event::EndedAfterAll, Event::HelperStateChanged,
                   std::unique_ptr<Event::HelperEnded>, Event::HelperFailed, Event::HelperLog>;

} // namespace Spawn
