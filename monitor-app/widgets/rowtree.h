// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QTreeView>

namespace Spawn {

// A RowTable whose rows have rows: the same header and cells. The names of the first level stand
// where the first cells of a table do; what opens and closes a row hangs before its name.
class RowTree final : public QTreeView
{
    Q_OBJECT
public:
    explicit RowTree(QWidget *parent = nullptr);

    QModelIndex hoveredRow() const { return m_hovered; }
    // From the top, as they are shown.
    QModelIndexList selectedRows() const;
    // Ctrl+C: the selected rows, as a spreadsheet takes them.
    void copySelection() const;
    // The row behind the current one of which a cell says the text, opened or not; after the last
    // comes the first.
    QModelIndex findNext(const QString &text) const;

protected:
    void drawBranches(QPainter *painter, const QRect &rect,
                      const QModelIndex &index) const override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setHovered(const QModelIndex &row);

    QPersistentModelIndex m_hovered;
};

} // namespace Spawn
