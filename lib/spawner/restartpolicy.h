// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QObject>

#include <chrono>

namespace Spawn {

// When a helper that ended is replaced. The first replacement waits for firstDelay, the next for
// 50 ms, and each one after it for factor times as long, up to maximumDelay; a helper that lived
// for healthyAfter starts the row anew. Delays vary by up to a tenth, so that many applications do
// not restart in step. After giveUpAfter early ends in a row there is no replacement:
// AsyncSpawner::error() says so and the queue ends.
struct ASYNCSPAWNER_EXPORT RestartPolicy
{
    Q_GADGET
public:
    enum class Mode {
        Automatic,
        Manual, // only by AsyncSpawner::start(); until then commands wait
    };
    Q_ENUM(Mode)

    Mode mode = Mode::Automatic;
    std::chrono::milliseconds firstDelay{0};
    std::chrono::milliseconds maximumDelay{5000};
    double factor = 2;
    int giveUpAfter = 8; // 0: never
    std::chrono::milliseconds healthyAfter{5000};
};

} // namespace Spawn
