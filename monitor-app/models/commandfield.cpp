// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandfield.h"

#include "models/commandgroup.h"
#include "models/outcometext.h"

#include <csignal>

namespace Spawn {

static bool contains(const CommandSnapshot &command, const QString &word)
{
    if (command.label.contains(word, Qt::CaseInsensitive))
        return true;
    // A word without a space lies within one argument; joining all of them costs an allocation.
    if (word.contains(u' '))
        return command.arguments.join(u' ').contains(word, Qt::CaseInsensitive);
    for (const QString &argument : command.arguments) {
        if (argument.contains(word, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

CommandField freeWord(const QString &word)
{
    return {[word](const CommandSnapshot &command) { return contains(command, word); }, {}};
}

static CommandField ofState(CommandReply::State state)
{
    return {[state](const CommandSnapshot &command) { return command.state == state; }, {}};
}

static CommandField ofError(CommandResult::Error error)
{
    return {[error](const CommandSnapshot &command) {
                return command.isFinished() && command.error == error;
            },
            {}};
}

static CommandField ofGroup(CommandGroup group)
{
    return {[group](const CommandSnapshot &command) { return groupOf(command) == group; }, {}};
}

static CommandField stateField(const QString &value)
{
    using Error = CommandResult::Error;
    QString name = value.toLower();
    name.remove(u' ').remove(u'-');
    if (name == u"waiting" || name == u"queued")
        return ofState(CommandReply::State::Queued);
    if (name == u"starting")
        return ofState(CommandReply::State::Starting);
    if (name == u"running")
        return ofState(CommandReply::State::Running);
    if (name == u"finished")
        return ofState(CommandReply::State::Finished);
    if (name == u"succeeded" || name == u"ok")
        return ofError(Error::NoError);
    if (name == u"failed")
        return ofGroup(CommandGroup::Failed);
    if (name == u"exit")
        return ofError(Error::NonZeroExit);
    if (name == u"signal" || name == u"crashed")
        return ofError(Error::Crashed);
    if (name == u"notstarted")
        return ofError(Error::FailedToStart);
    if (name == u"timedout" || name == u"timeout")
        return ofError(Error::TimedOut);
    if (name == u"outputlimit")
        return ofError(Error::OutputLimitExceeded);
    if (name == u"cancelled")
        return ofError(Error::Cancelled);
    if (name == u"destroyed")
        return ofError(Error::Destroyed);
    if (name == u"unknown")
        return ofError(Error::StatusUnknown);
    return {
        {},
        QStringLiteral("There is no state “%1”; there are waiting, starting, running, finished, "
                       "succeeded, failed, exit, signal, not-started, timed-out, "
                       "output-limit, cancelled, destroyed and unknown")
            .arg(value)};
}

template <class Member>
static CommandField numberField(const QString &field, const QString &value, Member member)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    if (!isNumber)
        return {{}, QStringLiteral("%1 takes a number, not “%2”").arg(field, value)};
    return {[number, member](const CommandSnapshot &command) { return member(command) == number; },
            {}};
}

static CommandField signalField(const QString &value)
{
    int number = value.toInt();
    const QString name = value.toUpper();
    for (int i = 1; number == 0 && i <= SIGRTMAX; ++i) {
        const QString known = signalText(i);
        if (known == name || known.mid(3) == name)
            number = i;
    }
    if (number < 1 || number > SIGRTMAX)
        return {{}, QStringLiteral("There is no signal “%1”").arg(value)};
    return {[number](const CommandSnapshot &command) { return command.signalNumber == number; },
            {}};
}

static CommandField errnoField(const QString &value)
{
    constexpr int largest = 4095; // as the kernel has it
    int number = value.toInt();
    for (int i = 1; number == 0 && i <= largest; ++i) {
        if (errnoText(i) == value.toUpper())
            number = i;
    }
    if (number < 1 || number > largest)
        return {{}, QStringLiteral("There is no errno “%1”").arg(value)};
    return {[number](const CommandSnapshot &command) { return command.systemError == number; }, {}};
}

CommandField fieldValue(const QString &field, const QString &value)
{
    const QString name = field.toLower();
    if (value.isEmpty())
        return {{}, QStringLiteral("Nothing stands behind “%1:”").arg(field)};
    if (name == u"state")
        return stateField(value);
    if (name == u"signal")
        return signalField(value);
    if (name == u"errno")
        return errnoField(value);
    if (name == u"label") {
        return {[value](const CommandSnapshot &command) {
                    return command.label.contains(value, Qt::CaseInsensitive);
                },
                {}};
    }
    if (name == u"exit")
        return numberField(name, value, [](const CommandSnapshot &c) { return c.exitCode; });
    if (name == u"pid")
        return numberField(name, value, [](const CommandSnapshot &c) { return c.processId; });
    if (name == u"id")
        return numberField(name, value, [](const CommandSnapshot &c) { return qint64(c.id); });
    if (name == u"priority")
        return numberField(name, value, [](const CommandSnapshot &c) { return c.priority; });
    return {{},
            QStringLiteral("There is no field “%1”; text with a colon needs quotes").arg(field)};
}

} // namespace Spawn
