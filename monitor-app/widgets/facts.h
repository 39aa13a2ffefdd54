// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtWidgets/QWidget>

namespace Spawn {

// What is known of one thing: a label and a value a line, in the details of a page.
class Facts final : public QWidget
{
    Q_OBJECT
public:
    struct Fact
    {
        QString label;
        QString value;
        Mark mark; // before the value, which takes its tone
    };

    explicit Facts(QWidget *parent = nullptr);

    void setFacts(const QList<Fact> &facts);
    QString plainText() const; // to be copied

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<Fact> m_facts;
};

} // namespace Spawn
