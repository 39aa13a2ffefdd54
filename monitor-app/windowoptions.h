// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace Spawn {

struct WindowArguments
{
    QStringList attach; // process numbers and names
    bool readOnly = false;
    QString page; // its title; empty: the first
    QString picture; // a file to write the window to, instead of staying
    QString help; // not empty: what was asked for
    QString error;
};

WindowArguments parseWindowArguments(const QStringList &arguments);

} // namespace Spawn
