// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>

#include <algorithm>
#include <cstring>
#include <vector>

// "line 0" to the last one, made as they are read: nothing of them is kept.
class NumberedLines final : public QIODevice
{
public:
    explicit NumberedLines(qint64 count) : m_count(count) { open(ReadOnly | Unbuffered); }

    bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 maximumSize) override
    {
        while (m_piece.size() < maximumSize && m_next < m_count)
            m_piece += "line " + QByteArray::number(m_next++) + '\n';
        if (m_piece.isEmpty())
            return -1;
        const qint64 size = std::min<qint64>(maximumSize, m_piece.size());
        memcpy(data, m_piece.constData(), size_t(size));
        m_piece.remove(0, size);
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const qint64 m_count;
    qint64 m_next = 0;
    QByteArray m_piece;
};

// Where such lines end: knows which of them have come, and keeps none.
class NumberedLinesSeen final : public QIODevice
{
public:
    explicit NumberedLinesSeen(qint64 count) : m_seen(size_t(count)) { open(WriteOnly | Unbuffered); }

    qint64 count() const { return m_count; }
    bool isInOrder() const { return m_inOrder; }
    bool isWrong() const { return m_wrong; } // one came twice, or is none of them

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 size) override
    {
        m_rest.append(data, size);
        qsizetype begin = 0;
        for (qsizetype end; (end = m_rest.indexOf('\n', begin)) >= 0; begin = end + 1)
            take(QByteArrayView(m_rest).sliced(begin, end - begin));
        m_rest.remove(0, begin);
        return size;
    }

private:
    void take(QByteArrayView line)
    {
        bool isNumber = false;
        const qsizetype number = line.startsWith("line ")
            ? line.sliced(5).toByteArray().toLongLong(&isNumber)
            : -1;
        if (!isNumber || size_t(number) >= m_seen.size() || m_seen[size_t(number)]) {
            m_wrong = true;
            return;
        }
        m_seen[size_t(number)] = true;
        m_inOrder = m_inOrder && number == m_count;
        ++m_count;
    }

    std::vector<bool> m_seen;
    QByteArray m_rest;
    qint64 m_count = 0;
    bool m_inOrder = true;
    bool m_wrong = false;
};
