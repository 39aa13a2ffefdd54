// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/outcomescard.h"

#include "look/theme.h"
#include "models/outcometext.h"
#include "models/quantity.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <algorithm>
#include <numeric>

namespace Spawn {

using Error = CommandResult::Error;

// From what is wished to what is rare.
static constexpr Error Order[] = {
    Error::NoError,   Error::NonZeroExit,   Error::TimedOut,
    Error::Crashed,   Error::FailedToStart, Error::OutputLimitExceeded,
    Error::Cancelled, Error::StatusUnknown, Error::Destroyed,
};
static constexpr int Usual = 5;
static constexpr int MostOutcomes = 6; // the card keeps its height
static constexpr int BarTop = 37;

OutcomesCard::OutcomesCard(QWidget *parent) : RowsCard(QStringLiteral("Outcomes"), 25, parent)
{
    setFirstLine(56);
    setOutcomes({});
}

void OutcomesCard::setOutcomes(const std::array<quint64, 9> &outcomes)
{
    m_outcomes = outcomes;
    const quint64 ended = std::accumulate(outcomes.begin(), outcomes.end(), quint64(0));
    setFact(QStringLiteral("%1 ended").arg(countText(ended)));
    QList<Row> lines;
    for (const Error error : Order) {
        const quint64 count = outcomes[size_t(error)];
        // Rare ones that happened push out usual ones that did not.
        if (count == 0 && lines.size() >= Usual)
            continue;
        if (lines.size() >= MostOutcomes)
            break;
        Row row;
        row.mark = outcomeMark(error);
        row.label = outcomeLabel(error);
        row.value = countText(count);
        row.quiet = count == 0;
        lines += row;
    }
    // One line of height for all that may come.
    while (lines.size() > Usual) {
        const auto none
            = std::find_if(lines.rbegin(), lines.rend(), [](const Row &row) { return row.quiet; });
        if (none == lines.rend()) {
            lines.resize(Usual);
            break;
        }
        lines.erase(std::next(none).base());
    }
    setRows(lines);
}

void OutcomesCard::paintEvent(QPaintEvent *event)
{
    RowsCard::paintEvent(event);
    QPainter painter(this);
    const qreal width = this->width() - 2 * Padding;
    const quint64 ended = std::accumulate(m_outcomes.begin(), m_outcomes.end(), quint64(0));
    if (ended == 0) {
        painter.fillRect(QRectF(Padding, BarTop, width, 6), look()[Shade::Chip]);
        return;
    }
    // A piece that is there can be seen: 3 px at least, the largest gives them.
    constexpr qreal least = 3;
    constexpr qreal gap = 2;
    const auto pieces = std::count_if(m_outcomes.begin(), m_outcomes.end(),
                                      [](quint64 count) { return count > 0; });
    const qreal room = width - gap * qreal(pieces - 1) - least * qreal(pieces);
    qreal x = Padding;
    for (const Error error : Order) {
        const quint64 count = m_outcomes[size_t(error)];
        if (count == 0)
            continue;
        const qreal piece = least + room * qreal(count) / qreal(ended);
        painter.fillRect(QRectF(x, BarTop, piece, 6), look().tone(outcomeMark(error).tone));
        x += piece + gap;
    }
}

} // namespace Spawn
