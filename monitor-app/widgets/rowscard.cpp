// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rowscard.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include <algorithm>

namespace Spawn {

RowsCard::RowsCard(const QString &title, int rowHeight, QWidget *parent)
    : Card(title, parent), m_rowHeight(rowHeight)
{
}

void RowsCard::setRows(const QList<Row> &rows)
{
    const bool grows = rows.size() != m_rows.size();
    m_rows = rows;
    QStringList spoken;
    for (const Row &row : rows)
        spoken += row.label + QStringLiteral(": ") + row.value;
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    if (grows)
        updateGeometry();
    update();
}

void RowsCard::setFirstLine(int y)
{
    m_firstLine = y;
    updateGeometry();
}

QSize RowsCard::sizeHint() const
{
    return {320, rowsBottom() + 12};
}

QSize RowsCard::minimumSizeHint() const
{
    return {220, rowsBottom() + 12};
}

static QuantityStyle valueStyle(const RowsCard::Row &row)
{
    const QColor color = row.emphasised ? look().tone(row.mark.tone)
                                        : look()[row.quiet ? Shade::Text3 : Shade::Text];
    return {fontOf(row.emphasised ? Type::Emphasis : Type::Body), color, fontOf(Type::Body),
            row.emphasised ? color : look()[Shade::Text3]};
}

static qreal labelLeft(const RowsCard::Row &row)
{
    return Card::Padding + (row.mark.glyph == Glyph::None ? 0 : 22);
}

bool RowsCard::showsAll() const
{
    const QFontMetricsF metrics(fontOf(Type::Body));
    const bool wide = std::all_of(m_rows.begin(), m_rows.end(), [&](const Row &row) {
        return labelLeft(row) + metrics.horizontalAdvance(row.label) + 8
            + quantityWidth(valueStyle(row), row.value)
            <= width() - Padding;
    });
    return wide && Card::showsAll() && rowsBottom() <= height();
}

void RowsCard::paintEvent(QPaintEvent *event)
{
    Card::paintEvent(event);
    QPainter painter(this);
    int y = m_firstLine;
    for (const Row &row : m_rows) {
        if (row.mark.glyph != Glyph::None)
            drawMark(&painter, QRectF(Padding, y + (m_rowHeight - 14) / 2.0, 14, 14), row.mark);
        const QRectF line(labelLeft(row), y, width() - Padding - labelLeft(row), m_rowHeight);
        painter.setFont(fontOf(Type::Body));
        painter.setPen(look()[row.emphasised  ? Shade::Text
                                  : row.quiet ? Shade::Text3
                                              : Shade::Text2]);
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, row.label);
        drawQuantity(&painter, line, Qt::AlignVCenter | Qt::AlignRight, row.value, valueStyle(row));
        y += m_rowHeight;
    }
}

bool RowsCard::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const int row = (help->y() - m_firstLine) / m_rowHeight;
        const bool onRow = help->y() >= m_firstLine && row < m_rows.size();
        QToolTip::showText(help->globalPos(), onRow ? m_rows.at(row).toolTip : QString(), this);
        return true;
    }
    return Card::event(event);
}

} // namespace Spawn
