// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/quietbutton.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/lookstyle.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/quantity.h"

#include <QtGui/QPainter>
#include <QtWidgets/QMenu>

namespace Spawn {

static constexpr int Padding = 10;
static constexpr int GlyphSize = 14;
static constexpr int Gap = 6;

QuietButton::QuietButton(const QString &text, QWidget *parent) : QAbstractButton(parent)
{
    setText(text);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void QuietButton::setMark(const Mark &mark)
{
    if (mark == m_mark)
        return;
    m_mark = mark;
    updateGeometry();
    update();
}

void QuietButton::setCount(std::optional<int> count)
{
    if (count == m_count)
        return;
    m_count = count;
    updateGeometry();
    update();
}

void QuietButton::setMenu(QMenu *menu)
{
    m_menu = menu;
    menu->setParent(this, menu->windowFlags());
    connect(this, &QAbstractButton::clicked, menu,
            [this, menu] { menu->popup(mapToGlobal(QPoint(0, height() + 2))); });
    updateGeometry();
}

QString QuietButton::reservedCount() const
{
    return m_count ? countText(quint64(*m_count)) : QString();
}

QSize QuietButton::sizeHint() const
{
    return hint(true);
}

QSize QuietButton::hint(bool withText) const
{
    qreal width = 0;
    const auto add = [&width](qreal part) {
        width += part + (width > 0 ? Gap : 0);
    };
    if (m_mark.glyph != Glyph::None)
        add(GlyphSize);
    if (withText && !text().isEmpty())
        add(QFontMetricsF(fontOf(Type::Body)).horizontalAdvance(text()));
    if (m_count)
        add(figuresWidth(fontOf(Type::Body), reservedCount()));
    if (m_menu)
        add(GlyphSize);
    return {qCeil(width) + 2 * (text().isEmpty() ? 7 : Padding), 28};
}

void QuietButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || isDown() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look()[isChecked() ? Shade::Soft : Shade::Chip]);
        painter.drawRoundedRect(rect(), 6, 6);
    }
    const bool quiet = m_count == 0 && !isChecked();
    const QColor color = look()[isChecked()                 ? Shade::Accent
                                    : quiet || !isEnabled() ? Shade::Text3
                                                            : Shade::Text2];
    QRectF area = QRectF(rect()).adjusted(text().isEmpty() ? 7 : Padding, 0, 0, 0);
    if (m_mark.glyph != Glyph::None) {
        const bool plain = m_mark.tone == Tone::Neutral;
        drawGlyph(&painter, QRectF(area.left(), (height() - GlyphSize) / 2.0, GlyphSize, GlyphSize),
                  m_mark.glyph,
                  plain ? (isChecked() ? color : look()[Shade::Text2]) : look().tone(m_mark.tone));
        area.adjust(GlyphSize + Gap, 0, 0, 0);
    }
    painter.setFont(fontOf(Type::Body));
    painter.setPen(color);
    if (width() >= sizeHint().width()) {
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, text());
        area.adjust(QFontMetricsF(painter.font()).horizontalAdvance(text()) + Gap, 0, 0, 0);
    }
    if (m_count) {
        painter.setPen(isChecked() ? color : look()[Shade::Text3]);
        drawFigures(&painter, area, Qt::AlignVCenter, reservedCount());
    }
    if (m_menu) {
        drawGlyph(&painter,
                  QRectF(width() - Padding - GlyphSize + 2, (height() - 14) / 2.0, 14, 14),
                  Glyph::ChevronDown, look()[Shade::Text2]);
    }
    if (hasFocus())
        drawFocusRing(&painter, rect());
}

void QuietButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void QuietButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace Spawn
