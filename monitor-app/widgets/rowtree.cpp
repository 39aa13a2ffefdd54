// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rowtree.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "models/tableexport.h"
#include "widgets/rowdelegate.h"
#include "widgets/rowheader.h"
#include "widgets/rowtable.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>

#include <algorithm>

namespace Spawn {

RowTree::RowTree(QWidget *parent) : QTreeView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setMouseTracking(true);
    setIndentation(RowTable::FirstInset);
    setItemDelegate(new RowDelegate(this));
    setHeader(new RowHeader(this));
    // Live figures would move the rows while they are looked at.
    header()->setSectionsClickable(false);
    header()->setStretchLastSection(false);
}

QModelIndexList RowTree::selectedRows() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [this](const QModelIndex &a, const QModelIndex &b) {
        return visualRect(a).top() < visualRect(b).top();
    });
    return rows;
}

void RowTree::copySelection() const
{
    const QModelIndexList rows = selectedRows();
    if (!rows.isEmpty())
        QGuiApplication::clipboard()->setText(tabbedText(*model(), rows));
}

static void addRows(QModelIndexList &rows, const QAbstractItemModel &model,
                    const QModelIndex &parent)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        rows += index;
        addRows(rows, model, index);
    }
}

QModelIndex RowTree::findNext(const QString &text) const
{
    QModelIndexList rows;
    addRows(rows, *model(), {});
    const qsizetype from = rows.indexOf(currentIndex().siblingAtColumn(0)) + 1;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QModelIndex &row = rows.at((from + i) % rows.size());
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (row.siblingAtColumn(column).data().toString().contains(text, Qt::CaseInsensitive))
                return row;
        }
    }
    return {};
}

void RowTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    constexpr int size = 14;
    QStyleOptionViewItem option;
    option.rect = rect;
    option.widget = this;
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
    RowDelegate::paintGround(painter, option, index);
    if (model()->hasChildren(index)) {
        drawGlyph(
            painter, QRectF(rect.right() - size - 1, rect.center().y() - size / 2.0, size, size),
            isExpanded(index) ? Glyph::ChevronDown : Glyph::ChevronRight, look()[Shade::Text3]);
    }
}

void RowTree::setHovered(const QModelIndex &row)
{
    if (row == m_hovered)
        return;
    m_hovered = row;
    viewport()->update();
}

void RowTree::mouseMoveEvent(QMouseEvent *event)
{
    setHovered(indexAt(event->position().toPoint()).siblingAtColumn(0));
    QTreeView::mouseMoveEvent(event);
}

void RowTree::leaveEvent(QEvent *event)
{
    setHovered({});
    QTreeView::leaveEvent(event);
}

void RowTree::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        event->accept();
        return;
    }
    QTreeView::keyPressEvent(event);
}

} // namespace Spawn
