// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <monitoring/spawnersnapshot.h>

#include <QtWidgets/QWidget>

class QPlainTextEdit;

namespace Spawn {

class Facts;

// The evidence for one end of a helper.
class RestartDetails final : public QWidget
{
    Q_OBJECT
public:
    explicit RestartDetails(QWidget *parent = nullptr);

    // `next` is the helper that came after it; 0: none did.
    void setRestart(const RestartSnapshot &restart, qint64 next, qint64 now);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void copy() const;

    Mark m_mark;
    QString m_title;
    QString m_note;
    Facts *m_facts;
    QPlainTextEdit *m_words;
    QWidget *m_copy;
};

} // namespace Spawn
