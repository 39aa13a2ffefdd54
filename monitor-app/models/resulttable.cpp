// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/resulttable.h"

#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"

#include <QtCore/QStringList>

#include <algorithm>
#include <array>

namespace Spawn {

// All columns but the last, which takes what is left of the width.
static constexpr size_t FixedColumns = 5;
using Cells = std::array<QString, FixedColumns>;
static constexpr std::array<bool, FixedColumns> AlignedRight = {true, false, false, true, true};
static constexpr int MinimumCommandWidth = 20;
static constexpr int NoteIndent = 6;

static Cells cells(const CommandOutcome &outcome)
{
    const CommandResult &result = outcome.result;
    const bool ran = result.processId != 0;
    return {QString::number(outcome.line), stateText(result.error), exitText(result),
            ran ? durationText(result.elapsed) : QStringLiteral("-"),
            ran ? byteCountText(result.usage.peakMemory) : QStringLiteral("-")};
}

// What the columns cannot say.
static QStringList notes(const CommandOutcome &outcome)
{
    QStringList lines;
    const CommandResult &result = outcome.result;
    switch (result.error) {
    case CommandResult::Error::FailedToStart:
        // At Exec the errno is about the program, which stands in the same row.
        if (result.stage != CommandResult::Stage::Exec)
            lines.append(printableText(result.errorString().toUtf8()));
        break;
    case CommandResult::Error::OutputLimitExceeded:
    case CommandResult::Error::StatusUnknown:
        lines.append(printableText(result.errorString().toUtf8()));
        break;
    default:
        break;
    }
    if (!result.isSuccess() && !outcome.errorTail.isEmpty()) {
        for (const QByteArray &line : outcome.errorTail.split('\n'))
            lines.append(printableText(line));
    }
    return lines;
}

static QString padded(const QString &text, int width, bool right)
{
    const QString space(std::max(0, width - displayWidth(text)), u' ');
    return right ? space + text : text + space;
}

QByteArray resultTable(const QList<CommandOutcome> &outcomes, int columns)
{
    const Cells titles = {QStringLiteral("LINE"), QStringLiteral("STATE"), QStringLiteral("EXIT"),
                          QStringLiteral("TIME"), QStringLiteral("PEAK")};
    std::array<int, FixedColumns> widths;
    for (size_t i = 0; i < FixedColumns; ++i)
        widths[i] = displayWidth(titles[i]);
    for (const CommandOutcome &outcome : outcomes) {
        const Cells row = cells(outcome);
        for (size_t i = 0; i < FixedColumns; ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));
    }
    int taken = 0;
    for (const int width : widths)
        taken += width + 2;

    const auto rowText = [&widths, taken, columns](const Cells &row, const QString &command) {
        QString text;
        for (size_t i = 0; i < FixedColumns; ++i)
            text += padded(row[i], widths[i], AlignedRight[i]) + QLatin1String("  ");
        text += columns > 0 ? elidedText(command, std::max(MinimumCommandWidth, columns - taken))
                            : command;
        return (text + u'\n').toUtf8();
    };

    QByteArray table = rowText(titles, QStringLiteral("COMMAND"));
    for (const CommandOutcome &outcome : outcomes) {
        table += rowText(cells(outcome), commandText(outcome.argv));
        for (const QString &note : notes(outcome)) {
            const QString text = QString(NoteIndent, u' ') + QLatin1String("| ") + note;
            table += (columns > 0 ? elidedText(text, columns) : text).toUtf8() + '\n';
        }
    }
    return table;
}

QByteArray summaryText(const RunCounts &counts, std::chrono::microseconds elapsed)
{
    return QStringLiteral("%1 %2: %3 ok, %4 not, in %5\n")
        .arg(counts.total)
        .arg(counts.total == 1 ? QLatin1String("command") : QLatin1String("commands"))
        .arg(counts.succeeded)
        .arg(counts.failed)
        .arg(durationText(elapsed))
        .toUtf8();
}

} // namespace Spawn
