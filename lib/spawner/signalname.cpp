// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/signalname.h"

#include <csignal>
#include <cstring>

namespace Spawn {

QString signalName(int signalNumber)
{
    // SIGRTMIN is not a constant: the C library keeps the first real-time signals for itself.
    if (signalNumber == SIGRTMIN)
        return QStringLiteral("SIGRTMIN");
    if (signalNumber > SIGRTMIN && signalNumber <= SIGRTMAX)
        return QStringLiteral("SIGRTMIN+%1").arg(signalNumber - SIGRTMIN);
    const char *const abbreviation = sigabbrev_np(signalNumber);
    if (abbreviation == nullptr)
        return QString::number(signalNumber);
    return QStringLiteral("SIG") + QLatin1String(abbreviation);
}

} // namespace Spawn
