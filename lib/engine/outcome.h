// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/exitstatus.h"
#include "wire/protocol.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <chrono>
#include <cstdint>
#include <sys/types.h>

namespace Spawn {

// Why a command ended otherwise than by itself. The first reason stays.
enum class EndReason {
    None,
    TimedOut,
    OutputLimit,
    Cancelled,
    Destroyed,
};

// What is left to say of a command when it has ended: the engine's side of CommandResult.
struct Outcome
{
    EndReason reason = EndReason::None;
    bool ran = false; // false: stage and error say why not, unless reason does
    pid_t pid = 0; // 0 if it did not run
    ExitStatus status;
    bool unkillable = false; // SIGKILL was sent, and it is still there

    Wire::Stage stage = Wire::Stage::None;
    int error = 0; // errno
    uint32_t detail = 0; // Wire::LedgerDetail
    QString text; // of a failure that the engine itself has words for

    QByteArray output[2]; // captured
    bool truncated[2] = {false, false};
    bool heldOpen = false;
    int inputError = 0;

    std::chrono::microseconds queued{0};
    std::chrono::microseconds elapsed{0};
    int attempts = 0;
};

} // namespace Spawn
