// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/commandspec.h"
#include "engine/eventmailbox.h"

#include <QtCore/QByteArray>
#include <QtCore/QSharedDataPointer>
#include <QtCore/QString>

#include <chrono>
#include <cstdint>
#include <memory>
#include <variant>

namespace Spawn {

class EngineObserver;

struct RestartSettings
{
    bool automatic = true;
    std::chrono::milliseconds firstDelay{0};
    std::chrono::milliseconds maximumDelay{5000};
    double factor = 2;
    int giveUpAfter = 8; // 0: never
    std::chrono::milliseconds healthyAfter{5000};
};

struct EngineSettings
{
    int maxRunningCount = 0; // 0: from RLIMIT_NOFILE
    int maxQueueLength = 0; // 0: unlimited
    std::chrono::milliseconds heartbeatInterval{2000};
    QString helperProgram; // empty: search
    QString controlGroup; // empty: none
    RestartSettings restart;
};

// What a spawner asks of the I/O thread.
// clang-format off
namespace Request {

struct Open { std::shared_ptr<EventMailbox> events; }; // the first
struct Close {}; // the last: destroys
struct Configure { std::shared_ptr<const EngineSettings> settings; };
struct Start {};
struct Destroy {};
struct Submit
{
    uint64_t id;
    QExplicitlySharedDataPointer<const CommandSpec> spec;
    QByteArray environment; // "KEY=value\0" each; null when the spec has one of its own
    std::chrono::steady_clock::time_point time;
};
struct Cancel { uint64_t id; };
struct Terminate { uint64_t id; };
struct Kill { uint64_t id; };
struct Signal { uint64_t id; int signalNumber; };
struct Write { uint64_t id; QByteArray bytes; };
struct CloseInput { uint64_t id; };
struct Raise { uint64_t id; }; // to the head of the queue
struct Observe { std::shared_ptr<EngineObserver> observer; }; // null: no more
struct Consumed { uint64_t id; int stream; qint64 bytes; }; // streamed output, by the caller

} // namespace Request
// clang-format on

using EngineAction
    = std::variant<Request::Open, Request::Close, Request::Configure, Request::Start,
                   Request::Destroy, Request::Submit, Request::Cancel, Request::Terminate,
                   Request::Kill, Request::Signal, Request::Write, Request::CloseInput,
                   Request::Consumed, Request::Raise, Request::Observe>;

struct EngineRequest
{
    uint64_t spawner = 0; // 0: the thread itself is to end
    EngineAction action;
};

} // namespace Spawn
