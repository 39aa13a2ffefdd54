// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

// What a test must not leave: processes, descriptors, changed signals.
//
//   Leftovers leftovers; // before the first spawner, so that every command inherits the tag
//   …
//   QTRY_COMPARE(leftovers.check(), QString());
//
// Some of it goes away a moment after the last signal: hence QTRY. What stays for the whole process
// (the I/O thread's descriptors, a helper that lives on) is made known by recordDescriptors() after
// the first command, and by expect().
class Leftovers final
{
public:
    Leftovers();
    ~Leftovers(); // the tag leaves the environment
    Q_DISABLE_COPY_MOVE(Leftovers)

    // "TEST_TAG=<unique>": also for commands with an environment of their own.
    QByteArray tag() const { return m_tag; }
    void recordDescriptors();
    void expect(qint64 processId); // a child that may be there

    // Empty, or what is left, a line each.
    QString check() const;

    // Those that live and carry the tag; zombies do not live.
    QList<qint64> taggedProcesses() const;
    // Those of this process, zombies too: nobody has waited for them.
    static QList<qint64> children();
    static bool isAlive(qint64 processId);

private:
    struct Signals
    {
        quint64 blocked = 0; // in this thread
        quint64 ignored = 0;
        quint64 caught = 0;
    };

    static Signals currentSignals();
    static QList<QByteArray> currentDescriptors();

    QByteArray m_tag;
    QList<QByteArray> m_descriptors;
    QList<qint64> m_expected;
    Signals m_signals;
};
