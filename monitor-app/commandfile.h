// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QStringList>

namespace Spawn {

struct CommandLine
{
    int number = 0; // of the line, from 1
    QList<QByteArray> argv;
};

struct CommandFile
{
    QList<CommandLine> commands;
    QStringList errors; // "line 3: a single quote is not closed"
};

CommandFile parseCommandFile(const QByteArray &text);

} // namespace Spawn
