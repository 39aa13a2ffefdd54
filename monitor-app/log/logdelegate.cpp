// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "log/logdelegate.h"

#include "look/figures.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/logmodel.h"
#include "widgets/rowdelegate.h"
#include "widgets/rowtable.h"

#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

#include <algorithm>

namespace Spawn {

static constexpr int Inset = 8;
static constexpr int Gap = 9; // between the message and the link

static QString linkText(const QModelIndex &index)
{
    const QVariant command = index.data(LogModel::CommandRole);
    return command.isValid() ? QStringLiteral("#") + command.toString() : QString();
}

static QRectF messageArea(const QRect &cell)
{
    return QRectF(cell).adjusted(Inset, 0, -RowTable::LastInset, -1);
}

// What the message may take, so that the link is always seen.
static qreal messageWidth(const QRectF &area, const QString &message, qreal link)
{
    const qreal width = QFontMetricsF(fontOf(Type::Body)).horizontalAdvance(message);
    return std::min(width, area.width() - (link > 0 ? link + Gap : 0));
}

QRect LogDelegate::linkRect(const QRect &cell, const QModelIndex &index)
{
    const QString link = linkText(index);
    if (link.isEmpty())
        return {};
    const qreal width = figuresWidth(fontOf(Type::Body), link);
    const QRectF area = messageArea(cell);
    const qreal left = area.left() + messageWidth(area, index.data().toString(), width) + Gap;
    return QRectF(left, cell.top(), width, cell.height()).toAlignedRect();
}

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    RowDelegate::paintGround(painter, option, index);
    const QString link = linkText(index);
    const QRectF area = messageArea(option.rect);
    const bool debug = index.data(LogModel::LevelRole).toInt() == int(LogLevel::Debug);
    const QFont font = fontOf(Type::Body);
    const qreal linkWidth = link.isEmpty() ? 0 : figuresWidth(font, link);
    const QString message = index.data().toString();
    const qreal width = messageWidth(area, message, linkWidth);
    painter->save();
    painter->setFont(font);
    painter->setPen(look()[debug ? Shade::Text2 : Shade::Text]);
    painter->drawText(area, int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine),
                      QFontMetricsF(font).elidedText(message, Qt::ElideRight, width + 1));
    if (!link.isEmpty()) {
        painter->setPen(look()[Shade::Accent]);
        drawFigures(painter, area.adjusted(width + Gap, 0, 0, 0), Qt::AlignVCenter, link);
    }
    painter->restore();
}

bool LogDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                              const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto *const mouse = static_cast<const QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton
            && linkRect(option.rect, index).contains(mouse->position().toPoint())) {
            Q_EMIT commandClicked(index.data(LogModel::CommandRole).toULongLong());
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace Spawn
