// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandtext.h"

#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"

namespace Spawn {

using std::chrono::microseconds;
using std::chrono::milliseconds;

QString stateWord(const CommandSnapshot &command)
{
    switch (command.state) {
    case CommandReply::State::Queued:
        return QStringLiteral("Waiting");
    case CommandReply::State::Starting:
        return QStringLiteral("Starting");
    case CommandReply::State::Running:
        return QStringLiteral("Running");
    case CommandReply::State::Finished:
        break;
    }
    switch (command.error) {
    case CommandResult::Error::NonZeroExit:
        return QStringLiteral("Failed");
    case CommandResult::Error::Crashed:
        return QStringLiteral("Signal");
    default:
        return outcomeLabel(command.error);
    }
}

QString ordinalText(int number)
{
    const int last = number % 10;
    const bool teen = number / 10 % 10 == 1;
    const char *const ending = teen || last == 0 || last > 3 ? "th"
        : last == 1                                          ? "st"
        : last == 2                                          ? "nd"
                                                             : "rd";
    return countText(quint64(number)) + QLatin1String(ending);
}

QString resultText(const CommandSnapshot &command)
{
    if (!command.isFinished())
        return {};
    if (command.error == CommandResult::Error::FailedToStart) {
        const QString stage = stageText(command.stage);
        return command.systemError == 0
            ? stage
            : QStringLiteral("%1: %2").arg(stage, errnoText(command.systemError));
    }
    if (command.signalNumber != 0) {
        return command.coreDumped
            ? signalText(command.signalNumber) + QStringLiteral(", core dumped")
            : signalText(command.signalNumber);
    }
    return command.exitCode < 0 ? QString() : QStringLiteral("exit code %1").arg(command.exitCode);
}

QString endText(const CommandSnapshot &command)
{
    const QString result = resultText(command);
    switch (command.error) {
    case CommandResult::Error::NoError:
    case CommandResult::Error::NonZeroExit:
        return QStringLiteral("Exited with code %1").arg(command.exitCode);
    case CommandResult::Error::Crashed:
        return QStringLiteral("Ended by ") + result;
    case CommandResult::Error::FailedToStart:
        return QStringLiteral("Not started, ") + result;
    default:
        return result.isEmpty() ? stateWord(command)
                                : QStringLiteral("%1, %2").arg(stateWord(command), result);
    }
}

static QString wordsText(const QStringList &words)
{
    QList<QByteArray> bytes;
    bytes.reserve(words.size());
    for (const QString &word : words)
        bytes += word.toUtf8();
    return commandText(bytes);
}

QString commandLine(const CommandSnapshot &command)
{
    return command.secret ? QStringLiteral("hidden") : wordsText(command.arguments);
}

QString programText(const CommandSnapshot &command)
{
    return command.secret ? QStringLiteral("hidden") : wordsText(command.arguments.mid(0, 1));
}

QString programName(const CommandSnapshot &command)
{
    return command.secret ? programText(command) : programName(command.arguments.value(0));
}

QString programName(const QString &program)
{
    return wordsText({program.mid(program.lastIndexOf(u'/') + 1)});
}

microseconds waitedOf(const CommandSnapshot &command, qint64 now)
{
    const bool waits = command.state == CommandReply::State::Queued
        || command.state == CommandReply::State::Starting;
    if (!waits)
        return command.queued;
    return command.submitted == 0 ? microseconds(-1)
                                  : milliseconds(std::max<qint64>(0, now - command.submitted));
}

microseconds ranOf(const CommandSnapshot &command, qint64 now)
{
    if (command.isFinished()) {
        return command.error == CommandResult::Error::FailedToStart
                || (command.processId == 0 && command.elapsed.count() == 0)
            ? microseconds(-1)
            : command.elapsed;
    }
    return command.state != CommandReply::State::Running || command.started == 0
        ? microseconds(-1)
        : milliseconds(std::max<qint64>(0, now - command.started));
}

qint64 memoryOf(const CommandSnapshot &command)
{
    if (!command.isFinished())
        return command.residentMemory;
    return command.usage.peakMemory > 0 ? command.usage.peakMemory : -1;
}

QString secondsText(microseconds duration, int decimals)
{
    constexpr qint64 minute = 59'995'000;
    if (duration.count() < 0)
        return {};
    if (duration.count() >= minute)
        return spanText(std::chrono::duration_cast<milliseconds>(duration));
    return QStringLiteral("%1 s").arg(double(duration.count()) / 1e6, 0, 'f', decimals);
}

QString memoryText(qint64 bytes)
{
    constexpr qint64 mebi = 1024 * 1024;
    if (bytes < 0)
        return {};
    if (bytes < mebi)
        return QStringLiteral("%1 KiB").arg((bytes + 512) / 1024);
    return QStringLiteral("%1 MiB").arg(countText(quint64((bytes + mebi / 2) / mebi)));
}

} // namespace Spawn
