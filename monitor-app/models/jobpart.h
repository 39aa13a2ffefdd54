// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <optional>

namespace Spawn {

// What a row of the page of the jobs stands for.
struct JobPart
{
    quint64 runner = 0;
    std::optional<QString> script; // none: all of the runner; empty: those that have no row
    quint64 job = 0; // 0: all of the script

    // There may be many jobs of a script: the number first.
    friend bool operator==(const JobPart &a, const JobPart &b)
    {
        return a.job == b.job && a.runner == b.runner && a.script == b.script;
    }
};

} // namespace Spawn
