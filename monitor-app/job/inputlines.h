// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipe/inputstream.h"

#include <QtCore/QByteArray>
#include <QtCore/QObject>

#include <optional>

namespace Spawn {

// A descriptor line by line. Nothing is read ahead of a piece from which no line is taken.
class InputLines final : public QObject
{
    Q_OBJECT
public:
    explicit InputLines(int fd, QObject *parent = nullptr);

    std::optional<QByteArray> takeLine(); // without its newline; the last one may have none
    bool atEnd() const { return m_ended && m_next == m_bytes.size(); }
    int error() const { return m_in.error(); } // errno with which reading has ended, or 0

Q_SIGNALS:
    void readyRead(); // takeLine() until there is none; also at the end

private:
    InputStream m_in;
    QByteArray m_bytes;
    qsizetype m_next = 0; // the beginning of the next line
    qsizetype m_searched = 0; // a long line is not looked through again for each piece
    bool m_ended = false;
};

} // namespace Spawn
