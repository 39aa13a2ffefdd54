// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/outcometext.h"

#include <csignal>
#include <cstring>

namespace Spawn {

QString stateText(CommandResult::Error error)
{
    switch (error) {
    case CommandResult::Error::NoError:
        return QStringLiteral("ok");
    case CommandResult::Error::NonZeroExit:
        return QStringLiteral("failed");
    case CommandResult::Error::Crashed:
        return QStringLiteral("crashed");
    case CommandResult::Error::FailedToStart:
        return QStringLiteral("not started");
    case CommandResult::Error::TimedOut:
        return QStringLiteral("timed out");
    case CommandResult::Error::OutputLimitExceeded:
        return QStringLiteral("output limit");
    case CommandResult::Error::Cancelled:
        return QStringLiteral("cancelled");
    case CommandResult::Error::Destroyed:
        return QStringLiteral("destroyed");
    case CommandResult::Error::StatusUnknown:
        return QStringLiteral("unknown");
    }
    return {};
}

QString signalText(int signalNumber)
{
    if (signalNumber >= SIGRTMIN && signalNumber <= SIGRTMAX)
        return QStringLiteral("SIGRTMIN+%1").arg(signalNumber - SIGRTMIN);
    const char *const name = sigabbrev_np(signalNumber);
    return name ? QStringLiteral("SIG") + QLatin1String(name)
                : QStringLiteral("signal %1").arg(signalNumber);
}

QString exitText(const CommandResult &result)
{
    if (result.signalNumber != 0)
        return signalText(result.signalNumber);
    if (result.exitCode >= 0)
        return QString::number(result.exitCode);
    if (result.systemError != 0) {
        const char *const text = strerrordesc_np(result.systemError);
        return text ? QString::fromLatin1(text)
                    : QStringLiteral("error %1").arg(result.systemError);
    }
    return QStringLiteral("-");
}

} // namespace Spawn
