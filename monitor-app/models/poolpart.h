// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

// What a row of the page of the workers stands for.
struct PoolPart
{
    quint64 pool = 0;
    QString program; // empty: all of the pool
    quint64 worker = 0; // by its command; 0: all of the program

    friend bool operator==(const PoolPart &, const PoolPart &) = default;
};

} // namespace Spawn
