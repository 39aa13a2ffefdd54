// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>

namespace Spawn {

struct RunOptions
{
    QString fileName; // empty: standard input
    int runningCount = 1;
    std::chrono::milliseconds timeout{0}; // 0: none
    bool json = false;
    bool output = false;
    bool window = false;
};

struct RunArguments
{
    RunOptions options;
    QString error; // what is wrong with the arguments
    QString help; // asked for with --help
};

// The arguments after "run".
RunArguments parseRunArguments(const QStringList &arguments);

} // namespace Spawn
