// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn {

struct SignalChoice
{
    int number = 0;
    QString name; // "SIGTERM"
    QString description; // "Terminated"; empty for those of real time
};

// All that can be sent: those that are sent most first, then the rest by number, then those of real
// time. A number of 0 stands between the groups.
QList<SignalChoice> signalChoices();

} // namespace Spawn
