// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"
#include "models/subject.h"

#include <monitoring/spawnersnapshot.h>

#include <QtWidgets/QWidget>

class QPlainTextEdit;
class QPushButton;

namespace Spawn {

class Facts;

// One record: all of its message, and the way to what it is about.
class LogDetails final : public QWidget
{
    Q_OBJECT
public:
    explicit LogDetails(QWidget *parent = nullptr);

    void setRecord(const LogSnapshot &record, qint64 now);
    // What the button shows; Kind::None: it is about nothing that there is.
    const Subject &subject() const { return m_subject; }

Q_SIGNALS:
    void closed();
    void subjectAsked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void copy() const;

    Mark m_mark;
    QString m_title;
    Subject m_subject;
    Facts *m_facts;
    QPlainTextEdit *m_message;
    QPushButton *m_show;
    QWidget *m_copy;
};

} // namespace Spawn
