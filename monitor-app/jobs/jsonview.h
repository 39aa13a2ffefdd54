// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/jsontreemodel.h"

#include <jobs/jobsnapshot.h>

#include <QtWidgets/QWidget>

class QLabel;

namespace Spawn {

class RowTree;
class SectionTitle;

// A value of JSON, to be opened and to be copied.
class JsonView final : public QWidget
{
    Q_OBJECT
public:
    explicit JsonView(const QString &title, QWidget *parent = nullptr);
    ~JsonView() override;

    void setTitle(const QString &title);
    // `none` is said when it is undefined.
    void setValue(const JobValue &value, const QString &none);
    QString text() const; // to be copied
    int neededHeight() const; // to show all rows that are open

private:
    JsonTreeModel m_model;
    SectionTitle *m_title;
    QLabel *m_note;
    QWidget *m_copy;
    RowTree *m_tree;
    QLabel *m_none;
    JobValue m_value;
};

} // namespace Spawn
