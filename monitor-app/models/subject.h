// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtCore/QString>

namespace Spawn {

// Where to look for what a line of the overview says.
struct Subject
{
    enum class Kind {
        None,
        Command, // the one with the id
        Commands, // those that the filter finds
        Restarts,
        Workers, // of a program, or all
        Jobs, // of a script, or all
        Clusters, // one, or all
        Log,
    };

    Kind kind = Kind::None;
    quint64 command = 0;
    QString filter;
    quint64 pool = 0;
    QString program = {};
    quint64 runner = 0;
    QString script = {};
    quint64 cluster = 0;
};

} // namespace Spawn
