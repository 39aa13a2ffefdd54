// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandorder.h"

#include "models/commandtext.h"
#include "models/outcometext.h"

namespace Spawn {

bool CommandOrder::isOfTime() const
{
    return m_column == CommandColumn::Waited || m_column == CommandColumn::Ran;
}

static void setStateKey(CommandKey &key, const CommandSnapshot &command)
{
    // Ids of one spawner count up; they never come near to the bound of a qint64.
    switch (command.state) {
    case CommandReply::State::Running:
        key.first = 0;
        key.second = qint64(command.id);
        return;
    case CommandReply::State::Starting:
        key.first = 1;
        key.second = qint64(command.id);
        return;
    case CommandReply::State::Queued: {
        // The larger priority first; both of its ends fit in front of the finished ones.
        constexpr qint64 middle = qint64(1) << 33;
        key.first = middle - command.priority;
        key.second = qint64(command.id);
        return;
    }
    case CommandReply::State::Finished:
        key.first = qint64(1) << 40;
        key.second = -command.finished;
        return;
    }
}

static qint64 resultKey(const CommandSnapshot &command)
{
    return qint64(command.error) << 32
        | (quint32(command.exitCode + 1) << 16 ^ quint32(command.signalNumber) << 8)
        | quint32(command.systemError & 0xFF);
}

CommandKey CommandOrder::keyOf(const CommandSnapshot &command, qint64 now) const
{
    CommandKey key;
    key.id = command.id;
    switch (m_column) {
    case CommandColumn::State:
        setStateKey(key, command);
        break;
    case CommandColumn::Id:
        key.first = qint64(command.id);
        break;
    case CommandColumn::Command:
        key.text = command.arguments.join(u' ');
        key.unknown = key.text.isEmpty();
        break;
    case CommandColumn::Label:
        key.text = command.label;
        key.unknown = key.text.isEmpty();
        break;
    case CommandColumn::Priority:
        key.first = command.priority;
        break;
    case CommandColumn::Waited:
        key.first = waitedOf(command, now).count();
        key.unknown = key.first < 0;
        break;
    case CommandColumn::Ran:
        key.first = ranOf(command, now).count();
        key.unknown = key.first < 0;
        break;
    case CommandColumn::Processor:
        key.first = qint64(command.processorShare * 1e6);
        key.unknown = command.processorShare < 0 || command.isFinished();
        break;
    case CommandColumn::Memory:
        key.first = memoryOf(command);
        key.unknown = key.first < 0;
        break;
    case CommandColumn::Result:
        key.first = resultKey(command);
        key.unknown = !command.isFinished();
        break;
    case CommandColumn::ProcessId:
        key.first = command.processId;
        key.unknown = command.processId == 0;
        break;
    case CommandColumn::Started:
        key.first = command.started;
        key.unknown = command.started == 0;
        break;
    }
    return key;
}

} // namespace Spawn
