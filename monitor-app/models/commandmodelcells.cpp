// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the commands say.
#include "models/commandmodel.h"

#include "models/commandtext.h"
#include "models/mark.h"
#include "models/momenttext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"

namespace Spawn {

int CommandModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CommandModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : CommandColumns;
}

QString CommandModel::cellText(const CommandSnapshot &command, CommandColumn column) const
{
    switch (column) {
    case CommandColumn::State: {
        const int place = command.state == CommandReply::State::Queued
            ? m_queue.placeOf(QueueOrder::keyOf(command.priority, command.id))
            : 0;
        return place == 0 ? stateWord(command)
                          : QStringLiteral("%1, %2").arg(stateWord(command), ordinalText(place));
    }
    case CommandColumn::Id:
        return QString::number(command.id);
    case CommandColumn::Command:
        return commandLine(command);
    case CommandColumn::Label:
        return command.label;
    case CommandColumn::Priority:
        return QString::number(command.priority);
    case CommandColumn::Waited:
        return secondsText(waitedOf(command, m_now), 2);
    case CommandColumn::Ran:
        return secondsText(ranOf(command, m_now), 1);
    case CommandColumn::Processor:
        return command.state != CommandReply::State::Running || command.processorShare < 0
            ? QString()
            : percentText(command.processorShare);
    case CommandColumn::Memory:
        return memoryText(memoryOf(command));
    case CommandColumn::Result:
        return resultText(command);
    case CommandColumn::ProcessId:
        return command.processId == 0 ? QString() : QString::number(command.processId);
    case CommandColumn::Started:
        return momentText(command.started, m_now);
    }
    return {};
}

static QString toolTip(const CommandSnapshot &command, CommandColumn column)
{
    switch (column) {
    case CommandColumn::State:
    case CommandColumn::Result:
        return plainToolTip(command.text);
    case CommandColumn::Command:
        return command.secret ? QStringLiteral("The application keeps the arguments secret")
                              : plainToolTip(commandLine(command));
    case CommandColumn::Label:
        return plainToolTip(command.label);
    case CommandColumn::Memory:
        return memoryOf(command) < 0 ? QString()
            : command.isFinished()   ? QStringLiteral("At its peak")
                                     : QStringLiteral("Resident now");
    default:
        return {};
    }
}

static int alignmentOf(CommandColumn column)
{
    switch (column) {
    case CommandColumn::Id:
    case CommandColumn::Priority:
    case CommandColumn::Waited:
    case CommandColumn::Ran:
    case CommandColumn::Memory:
    case CommandColumn::ProcessId:
        return int(Qt::AlignVCenter | Qt::AlignRight);
    default:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    }
}

static bool isQuiet(const CommandSnapshot &command, CommandColumn column)
{
    return column == CommandColumn::Id || column == CommandColumn::Label
        || column == CommandColumn::ProcessId
        || (column == CommandColumn::Priority && command.priority == 0);
}

QVariant CommandModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CommandSnapshot &command = at(index.row());
    const auto column = CommandColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(command, column);
    case Qt::ToolTipRole:
        return toolTip(command, column);
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case MarkRole:
        return column == CommandColumn::State
            ? QVariant::fromValue(commandMark(command.state, command.error))
            : QVariant();
    case IdRole:
        return command.id;
    case FiguresRole:
        return column != CommandColumn::Command && column != CommandColumn::Label;
    case QuietRole:
        return isQuiet(command, column);
    case CurveRole:
        return column == CommandColumn::Processor && command.state == CommandReply::State::Running
            ? QVariant::fromValue(m_shares.of(command.id))
            : QVariant();
    case ProgramRole:
        return column == CommandColumn::Command ? QVariant(programText(command)) : QVariant();
    }
    return {};
}

QString CommandModel::columnTitle(CommandColumn column)
{
    switch (column) {
    case CommandColumn::State:
        return QStringLiteral("State");
    case CommandColumn::Id:
        return QStringLiteral("#");
    case CommandColumn::Command:
        return QStringLiteral("Command");
    case CommandColumn::Label:
        return QStringLiteral("Label");
    case CommandColumn::Priority:
        return QStringLiteral("Priority");
    case CommandColumn::Waited:
        return QStringLiteral("Waited");
    case CommandColumn::Ran:
        return QStringLiteral("Ran");
    case CommandColumn::Processor:
        return QStringLiteral("CPU, 60 s");
    case CommandColumn::Memory:
        return QStringLiteral("Memory");
    case CommandColumn::Result:
        return QStringLiteral("Result");
    case CommandColumn::ProcessId:
        return QStringLiteral("PID");
    case CommandColumn::Started:
        return QStringLiteral("Started");
    }
    return {};
}

QVariant CommandModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= CommandColumns)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return columnTitle(CommandColumn(section));
    case Qt::TextAlignmentRole:
        return alignmentOf(CommandColumn(section));
    case Qt::ToolTipRole:
        return CommandColumn(section) == CommandColumn::Memory
            ? QVariant(QStringLiteral("Resident now, or at its peak once it has ended"))
            : QVariant();
    }
    return {};
}

} // namespace Spawn
