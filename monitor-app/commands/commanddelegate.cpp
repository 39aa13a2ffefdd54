// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/commanddelegate.h"

#include "commands/rowfade.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/cellrole.h"
#include "widgets/rowtable.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <algorithm>

namespace Spawn {

CommandDelegate::CommandDelegate(const RowFade *fade, QObject *parent)
    : RowDelegate(parent), m_fade(fade)
{
}

void drawCommandLine(QPainter *painter, const QRectF &rect, const QString &program,
                     const QString &line)
{
    QFont strong = fontOf(Type::Mono);
    strong.setWeight(QFont::Medium);
    const QFontMetricsF strongMetrics(strong);
    const QFontMetricsF metrics(fontOf(Type::Mono));
    const int flags = int(Qt::AlignVCenter | Qt::TextSingleLine);
    painter->setFont(strong);
    painter->setPen(look()[Shade::Text]);
    const qreal width = strongMetrics.horizontalAdvance(program);
    painter->drawText(rect, flags,
                      strongMetrics.elidedText(program, Qt::ElideMiddle, rect.width()));
    const QRectF rest = rect.adjusted(width, 0, 0, 0);
    if (rest.width() <= metrics.averageCharWidth())
        return;
    painter->setFont(fontOf(Type::Mono));
    painter->setPen(look()[Shade::Text2]);
    painter->drawText(rest, flags,
                      metrics.elidedText(line.mid(program.size()), Qt::ElideMiddle, rest.width()));
}

// From nothing to a whole core, for each row alike; more than a core is cut off.
static void drawCurve(QPainter *painter, const QRectF &rect, const QList<double> &shares)
{
    constexpr int capacity = 60;
    if (shares.size() < 2)
        return;
    const qreal step = rect.width() / (capacity - 1);
    QPolygonF line;
    qreal x = rect.right() - step * double(shares.size() - 1);
    for (const double share : shares) {
        line += QPointF(x, rect.bottom() - rect.height() * std::clamp(share, 0.0, 1.0));
        x += step;
    }
    QPolygonF ground = line;
    ground += QPointF(rect.right(), rect.bottom());
    ground += QPointF(line.first().x(), rect.bottom());
    QColor fill = look()[Shade::Accent];
    fill.setAlphaF(0.13F);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(ground);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(look()[Shade::Accent], 1.4));
    painter->drawPolyline(line);
}

void CommandDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const double strength = m_fade->strength(index.data(IdRole).toULongLong());
    if (strength > 0) {
        const Mark mark = index.siblingAtColumn(0).data(MarkRole).value<Mark>();
        QColor tint = look().tint(mark.tone);
        tint.setAlphaF(float(strength));
        painter->fillRect(option.rect, tint);
    }
    const QVariant program = index.data(ProgramRole);
    const QVariant curve = m_showsCurves ? index.data(CurveRole) : QVariant();
    if (!program.isValid() && !curve.isValid()) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    paintGround(painter, option, index);
    const int last = isLast(option.widget, index.column()) ? RowTable::LastInset : 8;
    const QRectF area = QRectF(option.rect).adjusted(8, 0, -last, -1);
    if (program.isValid())
        drawCommandLine(painter, area, program.toString(), index.data().toString());
    else
        drawCurve(painter, area.adjusted(0, 6, 0, -5), curve.value<QList<double>>());
    painter->restore();
}

} // namespace Spawn
