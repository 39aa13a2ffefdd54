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

QString outcomeLabel(CommandResult::Error error)
{
    switch (error) {
    case CommandResult::Error::NoError:
        return QStringLiteral("Succeeded");
    case CommandResult::Error::NonZeroExit:
        return QStringLiteral("Exit code not 0");
    case CommandResult::Error::Crashed:
        return QStringLiteral("Ended by a signal");
    case CommandResult::Error::FailedToStart:
        return QStringLiteral("Not started");
    case CommandResult::Error::TimedOut:
        return QStringLiteral("Timed out");
    case CommandResult::Error::OutputLimitExceeded:
        return QStringLiteral("Output limit");
    case CommandResult::Error::Cancelled:
        return QStringLiteral("Cancelled");
    case CommandResult::Error::Destroyed:
        return QStringLiteral("Destroyed");
    case CommandResult::Error::StatusUnknown:
        return QStringLiteral("Unknown");
    }
    return {};
}

QString stageText(CommandResult::Stage stage)
{
    switch (stage) {
    case CommandResult::Stage::None:
        return {};
    case CommandResult::Stage::Validation:
        return QStringLiteral("request");
    case CommandResult::Stage::Queue:
        return QStringLiteral("queue");
    case CommandResult::Stage::Pipe:
        return QStringLiteral("pipe");
    case CommandResult::Stage::Transfer:
        return QStringLiteral("transfer");
    case CommandResult::Stage::Fork:
        return QStringLiteral("clone");
    case CommandResult::Stage::Directory:
        return QStringLiteral("working directory");
    case CommandResult::Stage::Limit:
        return QStringLiteral("limit");
    case CommandResult::Stage::Descriptor:
        return QStringLiteral("descriptor");
    case CommandResult::Stage::ControlGroup:
        return QStringLiteral("control group");
    case CommandResult::Stage::Exec:
        return QStringLiteral("exec");
    }
    return {};
}

QString errnoText(int systemError)
{
    const char *const name = strerrorname_np(systemError);
    return name ? QString::fromLatin1(name) : QStringLiteral("error %1").arg(systemError);
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
