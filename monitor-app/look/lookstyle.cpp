// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "look/lookstyle.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyleOption>

namespace Spawn {

static constexpr int ControlHeight = 28;
static constexpr int ScrollBarWidth = 10;

LookStyle::LookStyle() : QProxyStyle(QStringLiteral("Fusion")) { }

void drawFocusRing(QPainter *painter, const QRectF &control, qreal radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(look()[Shade::Accent], 2));
    painter->drawRoundedRect(control.adjusted(1, 1, -1, -1), radius, radius);
    painter->restore();
}

static void drawBox(QPainter *painter, const QRectF &rect, const QColor &fill, const QColor &line)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill);
    painter->setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter->restore();
}

static void drawButton(const QStyleOptionButton &option, QPainter *painter)
{
    if (option.features & QStyleOptionButton::Flat)
        return;
    const bool pressed = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hovered = option.state & QStyle::State_MouseOver;
    if (option.features & QStyleOptionButton::DefaultButton) {
        const QColor &accent = look()[Shade::Accent];
        drawBox(painter, option.rect, pressed ? accent.darker(112) : accent, {});
    } else {
        drawBox(painter, option.rect,
                look()[pressed       ? Shade::Chip
                           : hovered ? Shade::Hover
                                     : Shade::Surface],
                look()[Shade::Line2]);
    }
}

static void drawCheckBox(const QStyleOption &option, QPainter *painter)
{
    const bool checked = option.state & QStyle::State_On;
    const QRectF box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(look()[checked ? Shade::Accent : Shade::Surface]);
    painter->setPen(QPen(look()[checked ? Shade::Accent : Shade::Text3], 1.7));
    painter->drawRoundedRect(box, 2.5, 2.5);
    painter->restore();
    if (checked)
        drawGlyph(painter, box.adjusted(1, 1, -1, -1), Glyph::Tick, look()[Shade::OnAccent]);
}

void LookStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                              QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        drawFocusRing(painter, option->rect);
        return;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        drawBox(painter, option->rect, look()[Shade::Surface], look()[Shade::Line2]);
        if (option->state & State_HasFocus)
            drawFocusRing(painter, option->rect, 5);
        return;
    case PE_PanelButtonCommand:
        if (const auto *const button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            drawButton(*button, painter);
            return;
        }
        break;
    case PE_IndicatorCheckBox:
        drawCheckBox(*option, painter);
        return;
    case PE_FrameStatusBarItem:
    case PE_PanelScrollAreaCorner:
    case PE_PanelMenuBar:
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void LookStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                            const QWidget *widget) const
{
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *const button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            const bool flat = button->features & QStyleOptionButton::Flat;
            const bool main = button->features & QStyleOptionButton::DefaultButton;
            const bool enabled = button->state & State_Enabled;
            painter->setFont(fontOf(Type::Emphasis));
            painter->setPen(look()[!enabled   ? Shade::Text3
                                       : main ? Shade::OnAccent
                                       : flat ? Shade::Accent
                                              : Shade::Text]);
            painter->drawText(button->rect, Qt::AlignCenter | Qt::TextShowMnemonic, button->text);
            return;
        }
        break;
    case CE_MenuBarEmptyArea:
        return;
    case CE_MenuBarItem:
        if (const auto *const item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->state & (State_Selected | State_Sunken))
                drawBox(painter, item->rect, look()[Shade::Chip], {});
            painter->setFont(fontOf(Type::Body));
            painter->setPen(look()[Shade::Text2]);
            painter->drawText(item->rect, Qt::AlignCenter | Qt::TextHideMnemonic, item->text);
            return;
        }
        break;
    case CE_Splitter:
        // The hairline above the details; the rail's edge is the change of the ground.
        if (!(option->state & State_Horizontal))
            painter->fillRect(
                QRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1),
                look()[Shade::Line2]);
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void LookStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                   QPainter *painter, const QWidget *widget) const
{
    if (control != CC_ScrollBar) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    const auto *const bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar || bar->maximum <= bar->minimum)
        return;
    const QRectF slider = subControlRect(CC_ScrollBar, bar, SC_ScrollBarSlider, widget);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(
        look()[bar->activeSubControls & SC_ScrollBarSlider ? Shade::Text3 : Shade::Line2]);
    painter->drawRoundedRect(slider.adjusted(2, 2, -2, -2), 3, 3);
    painter->restore();
}

int LookStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                           const QWidget *widget) const
{
    switch (metric) {
    case PM_DefaultFrameWidth:
        return 1;
    case PM_ScrollBarExtent:
        return ScrollBarWidth;
    case PM_SplitterWidth:
        return 5;
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
    case PM_MenuBarHMargin:
        return 0;
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return 14;
    case PM_CheckBoxLabelSpacing:
        return 8;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize LookStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                  const QWidget *widget) const
{
    if (type == CT_PushButton) {
        const auto *const button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool flat = button && button->features & QStyleOptionButton::Flat;
        const QFontMetrics metrics(fontOf(Type::Emphasis));
        const int text
            = button ? metrics.size(Qt::TextShowMnemonic, button->text).width() : size.width();
        return {text + (flat ? 8 : 20), ControlHeight};
    }
    const QSize stock = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_LineEdit:
        return {stock.width(), ControlHeight};
    case CT_MenuBarItem:
        return {size.width() + 18, ControlHeight};
    default:
        return stock;
    }
}

int LookStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                         QStyleHintReturn *returned) const
{
    switch (hint) {
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

} // namespace Spawn
