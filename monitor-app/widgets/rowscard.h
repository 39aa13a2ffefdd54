// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/card.h"

#include <QtCore/QList>

namespace Spawn {

// A card of lines: what it is to the left, its value to the right.
class RowsCard : public Card
{
    Q_OBJECT
public:
    struct Row
    {
        Mark mark; // none: the label stands at the edge
        QString label;
        QString value;
        QString toolTip = {};
        bool emphasised = false; // over a limit: the value in the tone of the mark
        bool quiet = false;
    };

    RowsCard(const QString &title, int rowHeight, QWidget *parent = nullptr);

    void setRows(const QList<Row> &rows);
    const QList<Row> &rows() const { return m_rows; }
    // Below the head, where a card puts something above its lines.
    void setFirstLine(int y);
    int rowsBottom() const { return m_firstLine + int(m_rows.size()) * m_rowHeight; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool showsAll() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QList<Row> m_rows;
    int m_rowHeight;
    int m_firstLine = HeadHeight - 6;
};

} // namespace Spawn
