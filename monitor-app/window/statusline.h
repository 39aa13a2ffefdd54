// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtCore/QString>
#include <QtWidgets/QWidget>

namespace Spawn {

class ShownApplication;

// The last line of the window: how the connection is.
class StatusLine final : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setApplication(const ShownApplication *application); // null: none
    void setNote(const QString &note); // empty: none

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();

    Mark m_mark;
    QString m_state;
    QStringList m_facts;
    QString m_right;
    QString m_note; // instead of it
    QString m_refusal; // instead of both
};

} // namespace Spawn
