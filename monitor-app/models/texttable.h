// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace Spawn {

// Rows for a terminal: columns as wide as their widest cell, two blanks between them.
class TextTable final
{
public:
    enum class Align { Left, Right };
    struct Column
    {
        QString title;
        Align align = Align::Left;
    };

    explicit TextTable(const QList<Column> &columns) : m_columns(columns) { }

    void addRow(const QStringList &cells) { m_rows.append(cells); } // plain, printable text
    bool isEmpty() const { return m_rows.isEmpty(); }
    // The last column is cut so that a row fits into so many columns of the terminal; 0: no limit.
    QByteArray text(int terminalWidth) const;

private:
    QList<Column> m_columns;
    QList<QStringList> m_rows;
};

} // namespace Spawn
