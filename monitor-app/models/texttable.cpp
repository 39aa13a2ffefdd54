// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/texttable.h"

#include "models/terminaltext.h"

#include <algorithm>

namespace Spawn {

static constexpr int Gap = 2;
static constexpr int NarrowestLast = 10;

QByteArray TextTable::text(int terminalWidth) const
{
    const qsizetype count = m_columns.size();
    QList<int> widths;
    QStringList titles;
    for (qsizetype column = 0; column < count; ++column) {
        titles.append(m_columns[column].title);
        int width = displayWidth(titles.last());
        for (const QStringList &row : m_rows)
            width = std::max(width, displayWidth(row[column]));
        widths.append(width);
    }
    int last = 0; // room for it; 0: as much as it likes
    if (terminalWidth > 0) {
        last = terminalWidth;
        for (qsizetype column = 0; column + 1 < count; ++column)
            last -= widths[column] + Gap;
        last = std::max(last, NarrowestLast);
    }
    QByteArray text;
    const auto addLine = [&](const QStringList &cells) {
        QString line;
        for (qsizetype column = 0; column < count; ++column) {
            const bool isLast = column + 1 == count;
            const QString cell
                = isLast && last > 0 ? elidedText(cells[column], last) : cells[column];
            const QString blanks(std::max(widths[column] - displayWidth(cell), 0), u' ');
            if (m_columns[column].align == Align::Right)
                line += blanks + cell;
            else
                line += isLast ? cell : cell + blanks;
            if (!isLast)
                line += QString(Gap, u' ');
        }
        text += line.toUtf8() + '\n';
    };
    addLine(titles);
    for (const QStringList &row : m_rows)
        addLine(row);
    return text;
}

} // namespace Spawn
