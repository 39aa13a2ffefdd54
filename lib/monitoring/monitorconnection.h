// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <deque>

namespace Spawn {

// One monitor that is attached: lines of JSON in both directions, and never more than so much of
// either in memory. It greets first, and soon; whoever sends what has no meaning is told so, and is
// not listened to any more.
class MonitorConnection final : public QObject
{
    Q_OBJECT
public:
    static constexpr int Protocol = 1;

    MonitorConnection(Wire::Descriptor socket, QObject *parent);

    bool hasSnapshot = false; // changes have something to change
    // A reader that is slow has this full. What is then sent is not queued but counted, and it gets
    // a new snapshot when it has read on.
    bool isFull() const { return m_isBehind; }
    quint64 dropped() const { return m_dropped; }
    void drop(quint64 changes) { m_dropped += changes; }
    quint64 startAnew(); // with the snapshot that is sent next; what has been dropped

    bool hasRoomForHistory() const;
    std::deque<quint64> history; // commands that it has not been told of yet

    void send(const QJsonObject &message);
    void sendLine(const QByteArray &line); // with its newline
    void refuse(const QString &why); // and close, when it has been read

Q_SIGNALS:
    void greeted();
    void received(const QJsonObject &message); // after the greeting
    void readOn(); // there is room again
    void closed();

private:
    void read();
    void takeLine(const QByteArray &line);
    void write();
    void close();

    Wire::Descriptor m_socket;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    QTimer m_deadline; // of its greeting; then of its reading a refusal
    QElapsedTimer m_period; // for which messages are counted
    int m_messages = 0;
    QByteArray m_input;
    QByteArray m_output;
    qsizetype m_written = 0; // of m_output
    quint64 m_dropped = 0;
    bool m_greeted = false;
    bool m_isBehind = false;
    bool m_refused = false;
};

} // namespace Spawn
