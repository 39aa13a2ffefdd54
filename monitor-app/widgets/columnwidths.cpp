// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/columnwidths.h"

#include "look/type.h"

#include <QtCore/QEvent>
#include <QtGui/QFontInfo>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QHeaderView>

#include <algorithm>

namespace Spawn {

ColumnWidths::ColumnWidths(QAbstractScrollArea *view, QHeaderView *header,
                           std::span<const int> widths, int stretched)
    : QObject(view), m_view(view), m_header(header), m_stretched(stretched)
{
    constexpr double usual = 13;
    const double scale = std::max(1.0, QFontInfo(fontOf(Type::Body)).pixelSize() / usual);
    for (int column = 0; column < int(widths.size()); ++column)
        header->resizeSection(column, qRound(widths[size_t(column)] * scale));
    m_least = header->sectionSize(stretched);
    // Of the viewport, so that a scroll bar that comes or goes counts too.
    view->viewport()->installEventFilter(this);
}

bool ColumnWidths::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(object, event);
}

void ColumnWidths::fit()
{
    const int others = m_header->length() - m_header->sectionSize(m_stretched);
    m_header->resizeSection(m_stretched, std::max(m_least, m_view->viewport()->width() - others));
}

} // namespace Spawn
