// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QTableView>

namespace Spawn {

// A table of the window: whole rows, hairlines, no frame and no grid. Sorted, selected, scrolled
// and copied as QTableView does it; the look is RowDelegate's and the header's.
class RowTable final : public QTableView
{
    Q_OBJECT
public:
    static constexpr int FirstInset = 20; // of the first cell
    static constexpr int LastInset = 24;

    explicit RowTable(QWidget *parent = nullptr);

    int hoveredRow() const { return m_hovered; }
    void setRowHeight(int height);
    // Ctrl+C: the selected rows, as a spreadsheet takes them.
    void copySelection() const;

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setHovered(int row);

    int m_hovered = -1;
};

} // namespace Spawn
