// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QObject>

#include <functional>

class QAction;
class QMenu;
class QWidget;

namespace Spawn {

// What can be done with the selected commands. Each says why it cannot when it cannot; what ends a
// command asks first.
class CommandActions final : public QObject
{
    Q_OBJECT
public:
    // What the selection is made of, each in the order of the rows.
    struct Selection
    {
        QList<quint64> waiting;
        QList<quint64> running; // or about to
        int count = 0;
    };
    using Find = std::function<const CommandSnapshot *(quint64 id)>;

    CommandActions(QWidget *page, Find find);

    // `refusal` is why nothing can be done with whatever; empty: something can.
    void setSelection(const Selection &selection, const QString &refusal);

    QAction *cancelAction() const { return m_cancel; }
    QAction *signalAction() const { return m_signal; }
    QAction *terminateAction() const { return m_terminate; }
    QAction *killAction() const { return m_kill; }
    QAction *raiseAction() const { return m_raise; }
    QList<QAction *> all() const { return {m_cancel, m_signal, m_terminate, m_kill, m_raise}; }

Q_SIGNALS:
    void requested(const QString &what, const QList<quint64> &ids, int signalNumber);

private:
    void ask(const QString &what, const QString &verb, const QList<quint64> &ids,
             int signalNumber = 0);
    QMenu *makeSignalMenu();

    QWidget *m_page;
    Find m_find;
    Selection m_selection;
    QAction *m_cancel;
    QAction *m_signal;
    QAction *m_terminate;
    QAction *m_kill;
    QAction *m_raise;
    QMenu *m_signalMenu;
};

} // namespace Spawn
