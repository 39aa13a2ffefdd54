// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/shortcutsheet.h"

#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QAction>
#include <QtGui/QPainter>

#include <algorithm>

namespace Spawn {

static constexpr int ColumnWidth = 300;
static constexpr int LineHeight = 28;
static constexpr int Margin = 24;
static constexpr int LinesOfColumn = 13;

ShortcutSheet::ShortcutSheet(const QList<Group> &groups, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(QStringLiteral("Keys"));
    QStringList spoken;
    m_columns.append(QList<Line>());
    for (const Group &group : groups) {
        QList<Line> lines;
        for (const QAction *const action : group.actions) {
            if (action->shortcut().isEmpty())
                continue;
            QStringList keys;
            for (const QKeySequence &key : action->shortcuts())
                keys += key.toString(QKeySequence::NativeText);
            QString text = action->text();
            text.remove(u'&');
            lines += {text, keys};
            spoken += keys.first() + QStringLiteral(": ") + text;
        }
        if (lines.isEmpty())
            continue;
        if (m_columns.last().size() + lines.size() >= LinesOfColumn)
            m_columns.append(QList<Line>());
        if (!m_columns.last().isEmpty())
            m_columns.last() += Line();
        m_columns.last() += {group.title, {}};
        m_columns.last() += lines;
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    qsizetype longest = 0;
    for (const QList<Line> &column : m_columns)
        longest = std::max(longest, column.size());
    setFixedSize(int(m_columns.size()) * (ColumnWidth + Margin) + Margin,
                 int(longest) * LineHeight + 2 * Margin);
}

void ShortcutSheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look()[Shade::Surface]);
    qreal x = Margin;
    for (const QList<Line> &column : m_columns) {
        QRectF line(x, Margin, ColumnWidth, LineHeight);
        for (const Line &entry : column) {
            const bool title = entry.keys.isEmpty();
            painter.setFont(fontOf(title ? Type::CardTitle : Type::Body));
            painter.setPen(look()[title ? Shade::Text2 : Shade::Text]);
            painter.drawText(line, Qt::AlignVCenter, entry.text);
            painter.setFont(fontOf(Type::CaptionStrong));
            qreal right = line.right();
            for (auto key = entry.keys.rbegin(); key != entry.keys.rend(); ++key) {
                const qreal width
                    = std::max(20.0, QFontMetricsF(painter.font()).horizontalAdvance(*key) + 12);
                const QRectF cap(right - width, line.center().y() - 9, width, 18);
                painter.setPen(Qt::NoPen);
                painter.setBrush(look()[Shade::Chip]);
                painter.drawRoundedRect(cap, 4, 4);
                painter.setPen(look()[Shade::Text2]);
                painter.drawText(cap, Qt::AlignCenter, *key);
                right -= width + 4;
            }
            line.translate(0, LineHeight);
        }
        x += ColumnWidth + Margin;
    }
}

} // namespace Spawn
