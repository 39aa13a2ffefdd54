// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

#include <span>

class QAbstractScrollArea;
class QHeaderView;

namespace Spawn {

// Makes the columns as wide as they are to be with a font of 13 px, and wider with a larger one.
// One of them takes what is left of the view; below its own width the view scrolls.
class ColumnWidths final : public QObject
{
    Q_OBJECT
public:
    // Owned by the view.
    ColumnWidths(QAbstractScrollArea *view, QHeaderView *header, std::span<const int> widths,
                 int stretched);

    void fit(); // after columns were shown or hidden

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QAbstractScrollArea *m_view;
    QHeaderView *m_header;
    int m_stretched;
    int m_least;
};

} // namespace Spawn
