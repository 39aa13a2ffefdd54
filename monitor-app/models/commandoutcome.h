// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spawner/commandresult.h>

#include <QtCore/QByteArray>
#include <QtCore/QList>

namespace Spawn {

// One line of the input and how it ended.
struct CommandOutcome
{
    quint64 id = 0;
    int line = 0;
    QList<QByteArray> argv;
    CommandResult result;
    QByteArray errorTail; // last lines of its standard error
};

} // namespace Spawn
