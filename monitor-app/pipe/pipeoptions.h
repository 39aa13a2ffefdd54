// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace Spawn {

struct PipeOptions
{
    QStringList worker; // the program and its arguments
    int workerCount = 1;
    int redeliveryLimit = 2;
    bool ordered = false;
};

struct PipeArguments
{
    PipeOptions options;
    QString help; // to be shown instead
    QString error; // bad usage
};

PipeArguments parsePipeArguments(const QStringList &arguments);

} // namespace Spawn
