export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar day, YYYY-MM-DD, with an optional offset: 2024-02-29, 1970-01-01Z or 1970-01-01+05:30. */
  AWSDate: { input: string; output: string; }
  /** A day and time with a compulsory offset, YYYY-MM-DDThh:mm:ss.sssZ: 2024-02-29T12:30Z or 2024-02-29T12:30:24.5+05:30. */
  AWSDateTime: { input: string; output: string; }
  /** An e-mail address, local-part@domain-part: ada@example.com. */
  AWSEmail: { input: string; output: string; }
  /** JSON written as a string, any value: "{\"colour\":\"red\"}", "[1,2]", "\"text\"" or "null". */
  AWSJSON: { input: string; output: string; }
  /** An absolute URL of any scheme, without // in its path: https://example.com/a or mailto:ada@example.com. */
  AWSURL: { input: string; output: string; }
};

export type AddTaskInput = {
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  projectId: Scalars['ID']['input'];
  title: Scalars['String']['input'];
};

/** Stored inside a row: a type without @model. */
export type Address = {
  __typename?: 'Address';
  city: Scalars['String']['output'];
  country: Scalars['String']['output'];
  street?: Maybe<Scalars['String']['output']>;
};

/** Stored inside a row: a type without @model. */
export type AddressInput = {
  city: Scalars['String']['input'];
  country: Scalars['String']['input'];
  street?: InputMaybe<Scalars['String']['input']>;
};

/** A remark on a task. Only its owner changes it. */
export type Comment = {
  __typename?: 'Comment';
  author?: Maybe<Person>;
  authorId?: Maybe<Scalars['ID']['output']>;
  body: Scalars['String']['output'];
  createdAt: Scalars['AWSDateTime']['output'];
  id: Scalars['ID']['output'];
  owner?: Maybe<Scalars['String']['output']>;
  task?: Maybe<Task>;
  taskId: Scalars['ID']['output'];
  updatedAt: Scalars['AWSDateTime']['output'];
};

export type CreateCommentInput = {
  authorId?: InputMaybe<Scalars['ID']['input']>;
  body: Scalars['String']['input'];
  createdAt?: InputMaybe<Scalars['AWSDateTime']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  taskId: Scalars['ID']['input'];
};

export type CreateLabelInput = {
  colour?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};

export type CreatePersonInput = {
  email?: InputMaybe<Scalars['AWSEmail']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};

export type CreateProjectInput = {
  address?: InputMaybe<AddressInput>;
  /** The order, as a scan or a PDF. */
  attachment?: InputMaybe<Scalars['ID']['input']>;
  /** What the project may cost; only admins see it. */
  budget?: InputMaybe<Scalars['Int']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  status?: InputMaybe<ProjectStatus>;
};

export type CreateTaskInput = {
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  estimate?: InputMaybe<Scalars['Float']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Counts the tasks of a tenant: ACME-42. */
  number?: InputMaybe<Scalars['String']['input']>;
  photos?: InputMaybe<Array<Scalars['ID']['input']>>;
  projectId: Scalars['ID']['input'];
  status?: InputMaybe<TaskStatus>;
  title: Scalars['String']['input'];
};

export type CreateTaskLabelInput = {
  id?: InputMaybe<Scalars['ID']['input']>;
  labelId: Scalars['ID']['input'];
  taskId: Scalars['ID']['input'];
};

export type DeleteCommentInput = {
  id: Scalars['ID']['input'];
};

export type DeleteLabelInput = {
  id: Scalars['ID']['input'];
};

export type DeletePersonInput = {
  id: Scalars['ID']['input'];
};

export type DeleteProjectInput = {
  id: Scalars['ID']['input'];
};

export type DeleteTaskInput = {
  id: Scalars['ID']['input'];
};

export type DeleteTaskLabelInput = {
  id: Scalars['ID']['input'];
};

/** A file of a row: the value of a field with @file. */
export type File = {
  __typename?: 'File';
  contentType: Scalars['String']['output'];
  createdAt: Scalars['AWSDateTime']['output'];
  height?: Maybe<Scalars['Int']['output']>;
  id: Scalars['ID']['output'];
  /** The name that the uploader gave it. */
  name: Scalars['String']['output'];
  /** SHA-256 of the content as base64. Of a file in parts: that of the checksums of its parts, a dash and their number. */
  sha256?: Maybe<Scalars['String']['output']>;
  /** Bytes. */
  size: Scalars['Float']['output'];
  status: FileStatus;
  /** A link to the smallest thumbnail that is at least so wide, else to the widest. Null without a thumbnail. */
  thumbnail?: Maybe<Scalars['AWSURL']['output']>;
  /** Who uploaded it: the id of a member, or "key:" and the id of a key. */
  uploadedBy: Scalars['ID']['output'];
  /** A link to the content that works for expiresIn seconds, 1 to 900. Null unless the file is READY. */
  url?: Maybe<Scalars['AWSURL']['output']>;
  /** Pixels of an image as it is shown, so those of a turned photo are turned. Else null. */
  width?: Maybe<Scalars['Int']['output']>;
};


/** A file of a row: the value of a field with @file. */
export type FileThumbnailArgs = {
  width: Scalars['Int']['input'];
};


/** A file of a row: the value of a field with @file. */
export type FileUrlArgs = {
  disposition?: FileDisposition;
  expiresIn?: Scalars['Int']['input'];
};

export type FileDisposition =
  /** The browser saves the file. */
  | 'ATTACHMENT'
  /** The browser shows the file if it is a raster image, audio, video or PDF, else it saves it. */
  | 'INLINE';

export type FileStatus =
  /** The scanner found a threat: the content is gone. */
  | 'INFECTED'
  | 'READY'
  /** No row holds the file, which will be deleted. */
  | 'REMOVED'
  /** A scanner looks at the content. A row may hold the file. */
  | 'SCANNING'
  /** The scanner could not read the content, such as an encrypted archive. No caller gets a link. */
  | 'UNSCANNED'
  /** The content is not complete. */
  | 'UPLOADING';

/** A coloured word that groups tasks across projects. */
export type Label = {
  __typename?: 'Label';
  colour?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['AWSDateTime']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  tasks?: Maybe<ModelTaskLabelConnection>;
  updatedAt: Scalars['AWSDateTime']['output'];
};


/** A coloured word that groups tasks across projects. */
export type LabelTasksArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};

/** Who is asking: a member, or a machine with an API key. */
export type Me = {
  __typename?: 'Me';
  /** Null for an API key. */
  email?: Maybe<Scalars['AWSEmail']['output']>;
  /** Cognito's sub, or the key's id after "key:". */
  id: Scalars['ID']['output'];
  /** All that they may do here, as "Type:operation". */
  permissions: Array<Scalars['String']['output']>;
  /** Their roles in this tenant: what @auth sees as groups. */
  roles: Array<Scalars['String']['output']>;
  /** The tenants that they belong to; null for an API key, which has one. */
  tenants?: Maybe<Array<MyTenant>>;
  username: Scalars['String']['output'];
};

export type ModelAttributeTypes =
  | '_null'
  | 'binary'
  | 'binarySet'
  | 'bool'
  | 'list'
  | 'map'
  | 'number'
  | 'numberSet'
  | 'string'
  | 'stringSet';

export type ModelCommentConditionInput = {
  and?: InputMaybe<Array<InputMaybe<ModelCommentConditionInput>>>;
  authorId?: InputMaybe<ModelIDInput>;
  body?: InputMaybe<ModelStringInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  not?: InputMaybe<ModelCommentConditionInput>;
  or?: InputMaybe<Array<InputMaybe<ModelCommentConditionInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  taskId?: InputMaybe<ModelIDInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelCommentConnection = {
  __typename?: 'ModelCommentConnection';
  items: Array<Comment>;
  /** Pass it on to get the next page; null exactly at the end. */
  nextToken?: Maybe<Scalars['String']['output']>;
  totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelCommentFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelCommentFilterInput>>>;
  authorId?: InputMaybe<ModelIDInput>;
  body?: InputMaybe<ModelStringInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  id?: InputMaybe<ModelIDInput>;
  not?: InputMaybe<ModelCommentFilterInput>;
  or?: InputMaybe<Array<InputMaybe<ModelCommentFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  taskId?: InputMaybe<ModelIDInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelFloatInput = {
  attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  attributeType?: InputMaybe<ModelAttributeTypes>;
  between?: InputMaybe<Array<InputMaybe<Scalars['Float']['input']>>>;
  eq?: InputMaybe<Scalars['Float']['input']>;
  ge?: InputMaybe<Scalars['Float']['input']>;
  gt?: InputMaybe<Scalars['Float']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['Float']['input']>>>;
  le?: InputMaybe<Scalars['Float']['input']>;
  lt?: InputMaybe<Scalars['Float']['input']>;
  ne?: InputMaybe<Scalars['Float']['input']>;
};

export type ModelIDInput = {
  attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  attributeType?: InputMaybe<ModelAttributeTypes>;
  beginsWith?: InputMaybe<Scalars['ID']['input']>;
  between?: InputMaybe<Array<InputMaybe<Scalars['ID']['input']>>>;
  contains?: InputMaybe<Scalars['ID']['input']>;
  eq?: InputMaybe<Scalars['ID']['input']>;
  ge?: InputMaybe<Scalars['ID']['input']>;
  gt?: InputMaybe<Scalars['ID']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['ID']['input']>>>;
  le?: InputMaybe<Scalars['ID']['input']>;
  lt?: InputMaybe<Scalars['ID']['input']>;
  ne?: InputMaybe<Scalars['ID']['input']>;
  notContains?: InputMaybe<Scalars['ID']['input']>;
  size?: InputMaybe<ModelSizeInput>;
};

export type ModelIntInput = {
  attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  attributeType?: InputMaybe<ModelAttributeTypes>;
  between?: InputMaybe<Array<InputMaybe<Scalars['Int']['input']>>>;
  eq?: InputMaybe<Scalars['Int']['input']>;
  ge?: InputMaybe<Scalars['Int']['input']>;
  gt?: InputMaybe<Scalars['Int']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['Int']['input']>>>;
  le?: InputMaybe<Scalars['Int']['input']>;
  lt?: InputMaybe<Scalars['Int']['input']>;
  ne?: InputMaybe<Scalars['Int']['input']>;
};

export type ModelLabelConditionInput = {
  and?: InputMaybe<Array<InputMaybe<ModelLabelConditionInput>>>;
  colour?: InputMaybe<ModelStringInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  name?: InputMaybe<ModelStringInput>;
  not?: InputMaybe<ModelLabelConditionInput>;
  or?: InputMaybe<Array<InputMaybe<ModelLabelConditionInput>>>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelLabelConnection = {
  __typename?: 'ModelLabelConnection';
  items: Array<Label>;
  /** Pass it on to get the next page; null exactly at the end. */
  nextToken?: Maybe<Scalars['String']['output']>;
  totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelLabelFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelLabelFilterInput>>>;
  colour?: InputMaybe<ModelStringInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  id?: InputMaybe<ModelIDInput>;
  name?: InputMaybe<ModelStringInput>;
  not?: InputMaybe<ModelLabelFilterInput>;
  or?: InputMaybe<Array<InputMaybe<ModelLabelFilterInput>>>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelPersonConditionInput = {
  and?: InputMaybe<Array<InputMaybe<ModelPersonConditionInput>>>;
  createdAt?: InputMaybe<ModelStringInput>;
  email?: InputMaybe<ModelStringInput>;
  name?: InputMaybe<ModelStringInput>;
  not?: InputMaybe<ModelPersonConditionInput>;
  or?: InputMaybe<Array<InputMaybe<ModelPersonConditionInput>>>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelPersonConnection = {
  __typename?: 'ModelPersonConnection';
  items: Array<Person>;
  /** Pass it on to get the next page; null exactly at the end. */
  nextToken?: Maybe<Scalars['String']['output']>;
  totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelPersonFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelPersonFilterInput>>>;
  createdAt?: InputMaybe<ModelStringInput>;
  email?: InputMaybe<ModelStringInput>;
  id?: InputMaybe<ModelIDInput>;
  name?: InputMaybe<ModelStringInput>;
  not?: InputMaybe<ModelPersonFilterInput>;
  or?: InputMaybe<Array<InputMaybe<ModelPersonFilterInput>>>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelProjectConditionInput = {
  and?: InputMaybe<Array<InputMaybe<ModelProjectConditionInput>>>;
  budget?: InputMaybe<ModelIntInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  description?: InputMaybe<ModelStringInput>;
  dueDate?: InputMaybe<ModelStringInput>;
  name?: InputMaybe<ModelStringInput>;
  not?: InputMaybe<ModelProjectConditionInput>;
  or?: InputMaybe<Array<InputMaybe<ModelProjectConditionInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  status?: InputMaybe<ModelProjectStatusInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelProjectConnection = {
  __typename?: 'ModelProjectConnection';
  items: Array<Project>;
  /** Pass it on to get the next page; null exactly at the end. */
  nextToken?: Maybe<Scalars['String']['output']>;
  totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelProjectFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelProjectFilterInput>>>;
  budget?: InputMaybe<ModelIntInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  description?: InputMaybe<ModelStringInput>;
  dueDate?: InputMaybe<ModelStringInput>;
  id?: InputMaybe<ModelIDInput>;
  name?: InputMaybe<ModelStringInput>;
  not?: InputMaybe<ModelProjectFilterInput>;
  or?: InputMaybe<Array<InputMaybe<ModelProjectFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  status?: InputMaybe<ModelProjectStatusInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelProjectStatusInput = {
  eq?: InputMaybe<ProjectStatus>;
  in?: InputMaybe<Array<InputMaybe<ProjectStatus>>>;
  ne?: InputMaybe<ProjectStatus>;
};

export type ModelSizeInput = {
  between?: InputMaybe<Array<InputMaybe<Scalars['Int']['input']>>>;
  eq?: InputMaybe<Scalars['Int']['input']>;
  ge?: InputMaybe<Scalars['Int']['input']>;
  gt?: InputMaybe<Scalars['Int']['input']>;
  le?: InputMaybe<Scalars['Int']['input']>;
  lt?: InputMaybe<Scalars['Int']['input']>;
  ne?: InputMaybe<Scalars['Int']['input']>;
};

export type ModelSortDirection =
  | 'ASC'
  | 'DESC';

export type ModelStringInput = {
  attributeExists?: InputMaybe<Scalars['Boolean']['input']>;
  attributeType?: InputMaybe<ModelAttributeTypes>;
  beginsWith?: InputMaybe<Scalars['String']['input']>;
  between?: InputMaybe<Array<InputMaybe<Scalars['String']['input']>>>;
  contains?: InputMaybe<Scalars['String']['input']>;
  eq?: InputMaybe<Scalars['String']['input']>;
  ge?: InputMaybe<Scalars['String']['input']>;
  gt?: InputMaybe<Scalars['String']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['String']['input']>>>;
  le?: InputMaybe<Scalars['String']['input']>;
  lt?: InputMaybe<Scalars['String']['input']>;
  ne?: InputMaybe<Scalars['String']['input']>;
  notContains?: InputMaybe<Scalars['String']['input']>;
  size?: InputMaybe<ModelSizeInput>;
};

export type ModelStringKeyConditionInput = {
  beginsWith?: InputMaybe<Scalars['String']['input']>;
  between?: InputMaybe<Array<InputMaybe<Scalars['String']['input']>>>;
  eq?: InputMaybe<Scalars['String']['input']>;
  ge?: InputMaybe<Scalars['String']['input']>;
  gt?: InputMaybe<Scalars['String']['input']>;
  le?: InputMaybe<Scalars['String']['input']>;
  lt?: InputMaybe<Scalars['String']['input']>;
};

export type ModelSubscriptionCommentFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelSubscriptionCommentFilterInput>>>;
  authorId?: InputMaybe<ModelSubscriptionIDInput>;
  body?: InputMaybe<ModelSubscriptionStringInput>;
  createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  id?: InputMaybe<ModelSubscriptionIDInput>;
  or?: InputMaybe<Array<InputMaybe<ModelSubscriptionCommentFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  taskId?: InputMaybe<ModelSubscriptionIDInput>;
  updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionFloatInput = {
  between?: InputMaybe<Array<InputMaybe<Scalars['Float']['input']>>>;
  eq?: InputMaybe<Scalars['Float']['input']>;
  ge?: InputMaybe<Scalars['Float']['input']>;
  gt?: InputMaybe<Scalars['Float']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['Float']['input']>>>;
  le?: InputMaybe<Scalars['Float']['input']>;
  lt?: InputMaybe<Scalars['Float']['input']>;
  ne?: InputMaybe<Scalars['Float']['input']>;
  notIn?: InputMaybe<Array<InputMaybe<Scalars['Float']['input']>>>;
};

export type ModelSubscriptionIDInput = {
  beginsWith?: InputMaybe<Scalars['ID']['input']>;
  between?: InputMaybe<Array<InputMaybe<Scalars['ID']['input']>>>;
  contains?: InputMaybe<Scalars['ID']['input']>;
  eq?: InputMaybe<Scalars['ID']['input']>;
  ge?: InputMaybe<Scalars['ID']['input']>;
  gt?: InputMaybe<Scalars['ID']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['ID']['input']>>>;
  le?: InputMaybe<Scalars['ID']['input']>;
  lt?: InputMaybe<Scalars['ID']['input']>;
  ne?: InputMaybe<Scalars['ID']['input']>;
  notContains?: InputMaybe<Scalars['ID']['input']>;
  notIn?: InputMaybe<Array<InputMaybe<Scalars['ID']['input']>>>;
};

export type ModelSubscriptionIntInput = {
  between?: InputMaybe<Array<InputMaybe<Scalars['Int']['input']>>>;
  eq?: InputMaybe<Scalars['Int']['input']>;
  ge?: InputMaybe<Scalars['Int']['input']>;
  gt?: InputMaybe<Scalars['Int']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['Int']['input']>>>;
  le?: InputMaybe<Scalars['Int']['input']>;
  lt?: InputMaybe<Scalars['Int']['input']>;
  ne?: InputMaybe<Scalars['Int']['input']>;
  notIn?: InputMaybe<Array<InputMaybe<Scalars['Int']['input']>>>;
};

export type ModelSubscriptionLabelFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelSubscriptionLabelFilterInput>>>;
  colour?: InputMaybe<ModelSubscriptionStringInput>;
  createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  id?: InputMaybe<ModelSubscriptionIDInput>;
  name?: InputMaybe<ModelSubscriptionStringInput>;
  or?: InputMaybe<Array<InputMaybe<ModelSubscriptionLabelFilterInput>>>;
  updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionPersonFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelSubscriptionPersonFilterInput>>>;
  createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  email?: InputMaybe<ModelSubscriptionStringInput>;
  id?: InputMaybe<ModelSubscriptionIDInput>;
  name?: InputMaybe<ModelSubscriptionStringInput>;
  or?: InputMaybe<Array<InputMaybe<ModelSubscriptionPersonFilterInput>>>;
  updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionProjectFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelSubscriptionProjectFilterInput>>>;
  budget?: InputMaybe<ModelSubscriptionIntInput>;
  createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  description?: InputMaybe<ModelSubscriptionStringInput>;
  dueDate?: InputMaybe<ModelSubscriptionStringInput>;
  id?: InputMaybe<ModelSubscriptionIDInput>;
  name?: InputMaybe<ModelSubscriptionStringInput>;
  or?: InputMaybe<Array<InputMaybe<ModelSubscriptionProjectFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  status?: InputMaybe<ModelSubscriptionStringInput>;
  updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionStringInput = {
  beginsWith?: InputMaybe<Scalars['String']['input']>;
  between?: InputMaybe<Array<InputMaybe<Scalars['String']['input']>>>;
  contains?: InputMaybe<Scalars['String']['input']>;
  eq?: InputMaybe<Scalars['String']['input']>;
  ge?: InputMaybe<Scalars['String']['input']>;
  gt?: InputMaybe<Scalars['String']['input']>;
  in?: InputMaybe<Array<InputMaybe<Scalars['String']['input']>>>;
  le?: InputMaybe<Scalars['String']['input']>;
  lt?: InputMaybe<Scalars['String']['input']>;
  ne?: InputMaybe<Scalars['String']['input']>;
  notContains?: InputMaybe<Scalars['String']['input']>;
  notIn?: InputMaybe<Array<InputMaybe<Scalars['String']['input']>>>;
};

export type ModelSubscriptionTaskFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelSubscriptionTaskFilterInput>>>;
  assigneeId?: InputMaybe<ModelSubscriptionIDInput>;
  createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  dueDate?: InputMaybe<ModelSubscriptionStringInput>;
  estimate?: InputMaybe<ModelSubscriptionFloatInput>;
  id?: InputMaybe<ModelSubscriptionIDInput>;
  number?: InputMaybe<ModelSubscriptionStringInput>;
  or?: InputMaybe<Array<InputMaybe<ModelSubscriptionTaskFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  projectId?: InputMaybe<ModelSubscriptionIDInput>;
  status?: InputMaybe<ModelSubscriptionStringInput>;
  title?: InputMaybe<ModelSubscriptionStringInput>;
  updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelSubscriptionTaskLabelFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelSubscriptionTaskLabelFilterInput>>>;
  createdAt?: InputMaybe<ModelSubscriptionStringInput>;
  id?: InputMaybe<ModelSubscriptionIDInput>;
  labelId?: InputMaybe<ModelSubscriptionIDInput>;
  or?: InputMaybe<Array<InputMaybe<ModelSubscriptionTaskLabelFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  taskId?: InputMaybe<ModelSubscriptionIDInput>;
  updatedAt?: InputMaybe<ModelSubscriptionStringInput>;
};

export type ModelTaskByProjectCompositeKeyConditionInput = {
  beginsWith?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  between?: InputMaybe<Array<InputMaybe<ModelTaskByProjectCompositeKeyInput>>>;
  eq?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  ge?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  gt?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  le?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
  lt?: InputMaybe<ModelTaskByProjectCompositeKeyInput>;
};

export type ModelTaskByProjectCompositeKeyInput = {
  dueDate?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<TaskStatus>;
};

export type ModelTaskConditionInput = {
  and?: InputMaybe<Array<InputMaybe<ModelTaskConditionInput>>>;
  assigneeId?: InputMaybe<ModelIDInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  dueDate?: InputMaybe<ModelStringInput>;
  estimate?: InputMaybe<ModelFloatInput>;
  not?: InputMaybe<ModelTaskConditionInput>;
  number?: InputMaybe<ModelStringInput>;
  or?: InputMaybe<Array<InputMaybe<ModelTaskConditionInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  projectId?: InputMaybe<ModelIDInput>;
  status?: InputMaybe<ModelTaskStatusInput>;
  title?: InputMaybe<ModelStringInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskConnection = {
  __typename?: 'ModelTaskConnection';
  items: Array<Task>;
  /** Pass it on to get the next page; null exactly at the end. */
  nextToken?: Maybe<Scalars['String']['output']>;
  totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelTaskFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelTaskFilterInput>>>;
  assigneeId?: InputMaybe<ModelIDInput>;
  createdAt?: InputMaybe<ModelStringInput>;
  dueDate?: InputMaybe<ModelStringInput>;
  estimate?: InputMaybe<ModelFloatInput>;
  id?: InputMaybe<ModelIDInput>;
  not?: InputMaybe<ModelTaskFilterInput>;
  number?: InputMaybe<ModelStringInput>;
  or?: InputMaybe<Array<InputMaybe<ModelTaskFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  projectId?: InputMaybe<ModelIDInput>;
  status?: InputMaybe<ModelTaskStatusInput>;
  title?: InputMaybe<ModelStringInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskLabelConditionInput = {
  and?: InputMaybe<Array<InputMaybe<ModelTaskLabelConditionInput>>>;
  createdAt?: InputMaybe<ModelStringInput>;
  labelId?: InputMaybe<ModelIDInput>;
  not?: InputMaybe<ModelTaskLabelConditionInput>;
  or?: InputMaybe<Array<InputMaybe<ModelTaskLabelConditionInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  taskId?: InputMaybe<ModelIDInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskLabelConnection = {
  __typename?: 'ModelTaskLabelConnection';
  items: Array<TaskLabel>;
  /** Pass it on to get the next page; null exactly at the end. */
  nextToken?: Maybe<Scalars['String']['output']>;
  totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ModelTaskLabelFilterInput = {
  and?: InputMaybe<Array<InputMaybe<ModelTaskLabelFilterInput>>>;
  createdAt?: InputMaybe<ModelStringInput>;
  id?: InputMaybe<ModelIDInput>;
  labelId?: InputMaybe<ModelIDInput>;
  not?: InputMaybe<ModelTaskLabelFilterInput>;
  or?: InputMaybe<Array<InputMaybe<ModelTaskLabelFilterInput>>>;
  owner?: InputMaybe<ModelStringInput>;
  taskId?: InputMaybe<ModelIDInput>;
  updatedAt?: InputMaybe<ModelStringInput>;
};

export type ModelTaskStatusInput = {
  eq?: InputMaybe<TaskStatus>;
  in?: InputMaybe<Array<InputMaybe<TaskStatus>>>;
  ne?: InputMaybe<TaskStatus>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Joins the tenant of an invitation to the caller's own verified address. Refresh the tokens to switch there. */
  acceptInvitation: MyTenant;
  /** Creates a task with the next number of the tenant, in one transaction. */
  addTask?: Maybe<Task>;
  /** Ends an upload that no row holds, and frees its bytes. */
  cancelUpload: File;
  /** Closes an open project. Closing it twice is refused. */
  closeProject?: Maybe<Project>;
  /** Checks size, checksum and type of what has arrived. Then a create or update may name the file by its id. */
  completeUpload: File;
  /** Makes a key. It can do no more than the caller may do, and one that a key makes does not outlive it. */
  createApiKey: TenantNewApiKey;
  createComment?: Maybe<Comment>;
  /** As createComment, for several rows: all or none. */
  createComments?: Maybe<Array<Comment>>;
  createLabel?: Maybe<Label>;
  /** As createLabel, for several rows: all or none. */
  createLabels?: Maybe<Array<Label>>;
  /** As createPerson, for several rows: all or none. */
  createPeople?: Maybe<Array<Person>>;
  createPerson?: Maybe<Person>;
  createProject?: Maybe<Project>;
  /** As createProject, for several rows: all or none. */
  createProjects?: Maybe<Array<Project>>;
  /** Makes a role of rights that the caller holds. A tenant has at most 50. */
  createRole: TenantRole;
  createTask?: Maybe<Task>;
  createTaskLabel?: Maybe<TaskLabel>;
  /** As createTaskLabel, for several rows: all or none. */
  createTaskLabels?: Maybe<Array<TaskLabel>>;
  /** As createTask, for several rows: all or none. */
  createTasks?: Maybe<Array<Task>>;
  /** Begins an upload for a field with @file. Its bytes count at once. */
  createUpload: Upload;
  /** Makes an endpoint. It hears of what the caller may listen to. */
  createWebhook: TenantNewWebhook;
  deleteComment?: Maybe<Comment>;
  /** As deleteComment, for several rows: all or none. */
  deleteComments?: Maybe<Array<Comment>>;
  deleteLabel?: Maybe<Label>;
  /** As deleteLabel, for several rows: all or none. */
  deleteLabels?: Maybe<Array<Label>>;
  /** As deletePerson, for several rows: all or none. */
  deletePeople?: Maybe<Array<Person>>;
  deletePerson?: Maybe<Person>;
  deleteProject?: Maybe<Project>;
  /** As deleteProject, for several rows: all or none. */
  deleteProjects?: Maybe<Array<Project>>;
  /** Removes a role that no member, invitation or key holds. */
  deleteRole: TenantRole;
  deleteTask?: Maybe<Task>;
  deleteTaskLabel?: Maybe<TaskLabel>;
  /** As deleteTaskLabel, for several rows: all or none. */
  deleteTaskLabels?: Maybe<Array<TaskLabel>>;
  /** As deleteTask, for several rows: all or none. */
  deleteTasks?: Maybe<Array<Task>>;
  /** Deletes an endpoint. Deliveries that wait are not sent. */
  deleteWebhook: TenantWebhook;
  /** Keeps a member out. */
  disableMember: TenantMember;
  /** Stops deliveries to an endpoint. Those that wait fail, and can be replayed. */
  disableWebhook: TenantWebhook;
  /** Lets a member in again, if a seat is free. */
  enableMember: TenantMember;
  /** Lets an endpoint hear again, by the rights of the caller. One that is enabled stays as it is. */
  enableWebhook: TenantWebhook;
  /** Invites an address for seven days. It takes no seat before it is accepted. */
  inviteMember: TenantInvitationSent;
  /** Ends the caller's own membership. The last owner cannot leave. */
  leaveTenant: TenantMember;
  /** Ends a membership. The user stays what they are in other tenants. */
  removeMember: TenantMember;
  /** Sends failed deliveries again that were created at this time or later, at most 500 at a time. Ends a pause of the endpoint. */
  replayWebhookDeliveries: TenantWebhookReplay;
  /** Sends an ended delivery again, with its id. One that is pending stays as it is. Ends a pause of the endpoint. */
  replayWebhookDelivery: TenantWebhookDelivery;
  /** Begins an export of all that the tenant has, or answers the one that is under way. Also while the tenant is being closed. */
  requestExport: TenantJob;
  /** A new token and seven more days; the old token opens nothing any more. */
  resendInvitation: TenantInvitationSent;
  /** Ends a key, or the impersonation of that id, within 5 seconds, or when answers to GETs that a stage caches expire. One that has ended stays as it is. */
  revokeApiKey: TenantApiKey;
  /** Takes an invitation back. */
  revokeInvitation: TenantInvitation;
  /**
   * Makes a key that takes the place of another, with its roles, its scopes and its life in days. The old one goes on
   * working for 0 to 168 hours.
   */
  rotateApiKey: TenantNewApiKey;
  /** Makes a new secret. Deliveries are signed with the old one as well for 0 to 168 hours. */
  rotateWebhookSecret: TenantNewWebhook;
  /** Runs a schedule for this tenant soon, in addition to its slots. Answers the run under way, if one was asked for before. */
  runSchedule: TenantSchedule;
  /** Ends a pause of an endpoint, and sends the event ping to it. */
  sendTestWebhook: TenantWebhookDelivery;
  /** Gives a member these roles in place of those that they have. */
  setMemberRoles: TenantMember;
  /** Links for parts of an upload that goes in parts, at most 100 at a time. */
  signUploadParts: Array<UploadPart>;
  /** Makes another member owner in place of the caller, who becomes ADMIN. */
  transferOwnership: TenantMember;
  updateComment?: Maybe<Comment>;
  /** As updateComment, for several rows: all or none. */
  updateComments?: Maybe<Array<Comment>>;
  updateLabel?: Maybe<Label>;
  /** As updateLabel, for several rows: all or none. */
  updateLabels?: Maybe<Array<Label>>;
  /** As updatePerson, for several rows: all or none. */
  updatePeople?: Maybe<Array<Person>>;
  updatePerson?: Maybe<Person>;
  updateProject?: Maybe<Project>;
  /** As updateProject, for several rows: all or none. */
  updateProjects?: Maybe<Array<Project>>;
  /** Changes a role of the tenant's own; what is left out stays. */
  updateRole: TenantRole;
  updateTask?: Maybe<Task>;
  updateTaskLabel?: Maybe<TaskLabel>;
  /** As updateTaskLabel, for several rows: all or none. */
  updateTaskLabels?: Maybe<Array<TaskLabel>>;
  /** As updateTask, for several rows: all or none. */
  updateTasks?: Maybe<Array<Task>>;
  updateTenantSettings: Tenant;
  /** Changes an endpoint. A new URL, new events or a new payload let it hear by the rights of the caller from now on. */
  updateWebhook: TenantWebhook;
};


export type MutationAcceptInvitationArgs = {
  token: Scalars['String']['input'];
};


export type MutationAddTaskArgs = {
  input: AddTaskInput;
};


export type MutationCancelUploadArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCloseProjectArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCompleteUploadArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateApiKeyArgs = {
  input: TenantApiKeyInput;
};


export type MutationCreateCommentArgs = {
  condition?: InputMaybe<ModelCommentConditionInput>;
  input: CreateCommentInput;
};


export type MutationCreateCommentsArgs = {
  input: Array<CreateCommentInput>;
};


export type MutationCreateLabelArgs = {
  condition?: InputMaybe<ModelLabelConditionInput>;
  input: CreateLabelInput;
};


export type MutationCreateLabelsArgs = {
  input: Array<CreateLabelInput>;
};


export type MutationCreatePeopleArgs = {
  input: Array<CreatePersonInput>;
};


export type MutationCreatePersonArgs = {
  condition?: InputMaybe<ModelPersonConditionInput>;
  input: CreatePersonInput;
};


export type MutationCreateProjectArgs = {
  condition?: InputMaybe<ModelProjectConditionInput>;
  input: CreateProjectInput;
};


export type MutationCreateProjectsArgs = {
  input: Array<CreateProjectInput>;
};


export type MutationCreateRoleArgs = {
  input: TenantRoleInput;
};


export type MutationCreateTaskArgs = {
  condition?: InputMaybe<ModelTaskConditionInput>;
  input: CreateTaskInput;
};


export type MutationCreateTaskLabelArgs = {
  condition?: InputMaybe<ModelTaskLabelConditionInput>;
  input: CreateTaskLabelInput;
};


export type MutationCreateTaskLabelsArgs = {
  input: Array<CreateTaskLabelInput>;
};


export type MutationCreateTasksArgs = {
  input: Array<CreateTaskInput>;
};


export type MutationCreateUploadArgs = {
  input: UploadInput;
};


export type MutationCreateWebhookArgs = {
  input: TenantWebhookInput;
};


export type MutationDeleteCommentArgs = {
  condition?: InputMaybe<ModelCommentConditionInput>;
  input: DeleteCommentInput;
};


export type MutationDeleteCommentsArgs = {
  input: Array<DeleteCommentInput>;
};


export type MutationDeleteLabelArgs = {
  condition?: InputMaybe<ModelLabelConditionInput>;
  input: DeleteLabelInput;
};


export type MutationDeleteLabelsArgs = {
  input: Array<DeleteLabelInput>;
};


export type MutationDeletePeopleArgs = {
  input: Array<DeletePersonInput>;
};


export type MutationDeletePersonArgs = {
  condition?: InputMaybe<ModelPersonConditionInput>;
  input: DeletePersonInput;
};


export type MutationDeleteProjectArgs = {
  condition?: InputMaybe<ModelProjectConditionInput>;
  input: DeleteProjectInput;
};


export type MutationDeleteProjectsArgs = {
  input: Array<DeleteProjectInput>;
};


export type MutationDeleteRoleArgs = {
  name: Scalars['String']['input'];
};


export type MutationDeleteTaskArgs = {
  condition?: InputMaybe<ModelTaskConditionInput>;
  input: DeleteTaskInput;
};


export type MutationDeleteTaskLabelArgs = {
  condition?: InputMaybe<ModelTaskLabelConditionInput>;
  input: DeleteTaskLabelInput;
};


export type MutationDeleteTaskLabelsArgs = {
  input: Array<DeleteTaskLabelInput>;
};


export type MutationDeleteTasksArgs = {
  input: Array<DeleteTaskInput>;
};


export type MutationDeleteWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDisableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationDisableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEnableMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationEnableWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationInviteMemberArgs = {
  input: TenantInvitationInput;
};


export type MutationRemoveMemberArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationReplayWebhookDeliveriesArgs = {
  since: Scalars['AWSDateTime']['input'];
  webhook: Scalars['ID']['input'];
};


export type MutationReplayWebhookDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type MutationResendInvitationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeInvitationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRotateApiKeyArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Int']['input'];
};


export type MutationRotateWebhookSecretArgs = {
  id: Scalars['ID']['input'];
  overlapHours?: Scalars['Int']['input'];
};


export type MutationRunScheduleArgs = {
  name: Scalars['String']['input'];
};


export type MutationSendTestWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type MutationSetMemberRolesArgs = {
  roles: Array<Scalars['String']['input']>;
  userId: Scalars['ID']['input'];
};


export type MutationSignUploadPartsArgs = {
  id: Scalars['ID']['input'];
  parts: Array<UploadPartInput>;
};


export type MutationTransferOwnershipArgs = {
  userId: Scalars['ID']['input'];
};


export type MutationUpdateCommentArgs = {
  condition?: InputMaybe<ModelCommentConditionInput>;
  input: UpdateCommentInput;
};


export type MutationUpdateCommentsArgs = {
  input: Array<UpdateCommentInput>;
};


export type MutationUpdateLabelArgs = {
  condition?: InputMaybe<ModelLabelConditionInput>;
  input: UpdateLabelInput;
};


export type MutationUpdateLabelsArgs = {
  input: Array<UpdateLabelInput>;
};


export type MutationUpdatePeopleArgs = {
  input: Array<UpdatePersonInput>;
};


export type MutationUpdatePersonArgs = {
  condition?: InputMaybe<ModelPersonConditionInput>;
  input: UpdatePersonInput;
};


export type MutationUpdateProjectArgs = {
  condition?: InputMaybe<ModelProjectConditionInput>;
  input: UpdateProjectInput;
};


export type MutationUpdateProjectsArgs = {
  input: Array<UpdateProjectInput>;
};


export type MutationUpdateRoleArgs = {
  input: TenantRoleChange;
  name: Scalars['String']['input'];
};


export type MutationUpdateTaskArgs = {
  condition?: InputMaybe<ModelTaskConditionInput>;
  input: UpdateTaskInput;
};


export type MutationUpdateTaskLabelArgs = {
  condition?: InputMaybe<ModelTaskLabelConditionInput>;
  input: UpdateTaskLabelInput;
};


export type MutationUpdateTaskLabelsArgs = {
  input: Array<UpdateTaskLabelInput>;
};


export type MutationUpdateTasksArgs = {
  input: Array<UpdateTaskInput>;
};


export type MutationUpdateTenantSettingsArgs = {
  input: TenantSettingsInput;
};


export type MutationUpdateWebhookArgs = {
  id: Scalars['ID']['input'];
  input: TenantWebhookChange;
};

/** A tenant of a user. To switch, refresh the tokens with the client metadata { tenant: id }. */
export type MyTenant = {
  __typename?: 'MyTenant';
  /** Whether the token is of this tenant. */
  active: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  roles: Array<Scalars['String']['output']>;
  status: TenantStatus;
};

/** A person to whom tasks are assigned. */
export type Person = {
  __typename?: 'Person';
  createdAt: Scalars['AWSDateTime']['output'];
  email?: Maybe<Scalars['AWSEmail']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  tasks?: Maybe<ModelTaskConnection>;
  updatedAt: Scalars['AWSDateTime']['output'];
};


/** A person to whom tasks are assigned. */
export type PersonTasksArgs = {
  dueDate?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};

/** A body of work. Everyone in the tenant sees projects; admins and the owner change them. */
export type Project = {
  __typename?: 'Project';
  address?: Maybe<Address>;
  /** The order, as a scan or a PDF. */
  attachment?: Maybe<File>;
  /** What the project may cost; only admins see it. */
  budget?: Maybe<Scalars['Int']['output']>;
  createdAt: Scalars['AWSDateTime']['output'];
  description?: Maybe<Scalars['String']['output']>;
  dueDate?: Maybe<Scalars['AWSDate']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  owner?: Maybe<Scalars['String']['output']>;
  /** Share of its tasks that are done, 0 to 100, among the first thousand. */
  progress: Scalars['Float']['output'];
  status: ProjectStatus;
  tasks?: Maybe<ModelTaskConnection>;
  updatedAt: Scalars['AWSDateTime']['output'];
};


/** A body of work. Everyone in the tenant sees projects; admins and the owner change them. */
export type ProjectProgressArgs = {
  decimals?: InputMaybe<Scalars['Int']['input']>;
};


/** A body of work. Everyone in the tenant sees projects; admins and the owner change them. */
export type ProjectTasksArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  statusDueDate?: InputMaybe<ModelTaskByProjectCompositeKeyConditionInput>;
};

/** How far a project is. */
export type ProjectReport = {
  __typename?: 'ProjectReport';
  done: Scalars['Int']['output'];
  /** Tasks that are past their due date and not done. */
  late: Scalars['Int']['output'];
  name: Scalars['String']['output'];
  tasks: Scalars['Int']['output'];
};

export type ProjectStatus =
  | 'CLOSED'
  | 'OPEN';

export type Query = {
  __typename?: 'Query';
  /** The keys of the tenant, also those that have ended. */
  apiKeys: TenantApiKeyConnection;
  /** What was done in the tenant, the newest first. A page can hold fewer than asked when few events fit the filter. */
  auditEvents: TenantAuditEventConnection;
  /** Looks through the whole chain: whether each event is what was sealed, in its place, and none is gone. */
  auditIntegrity: TenantAuditIntegrity;
  commentsByTask?: Maybe<ModelCommentConnection>;
  countComments?: Maybe<Scalars['Int']['output']>;
  countLabels?: Maybe<Scalars['Int']['output']>;
  countPeople?: Maybe<Scalars['Int']['output']>;
  countProjects?: Maybe<Scalars['Int']['output']>;
  countTaskLabels?: Maybe<Scalars['Int']['output']>;
  countTasks?: Maybe<Scalars['Int']['output']>;
  /**
   * The names of the files of a finished export, or null without one. It names some thousand contents: ask for the rest with the
   * last name as after, until the list is empty.
   */
  exportFiles?: Maybe<Array<Scalars['String']['output']>>;
  /** A file of a finished export as base64, or null if there is none. A member who may export may read exports. */
  exportPart?: Maybe<Scalars['String']['output']>;
  getComment?: Maybe<Comment>;
  getLabel?: Maybe<Label>;
  getPerson?: Maybe<Person>;
  getProject?: Maybe<Project>;
  getTask?: Maybe<Task>;
  getTaskLabel?: Maybe<TaskLabel>;
  /** When operators looked at the tenant, and why. */
  impersonations: TenantImpersonationConnection;
  /** The invitations of the tenant, by age. */
  invitations: TenantInvitationConnection;
  /** A job of this tenant, or null. */
  job?: Maybe<TenantJob>;
  /** The jobs of this tenant. */
  jobs: TenantJobConnection;
  listComments?: Maybe<ModelCommentConnection>;
  listLabels?: Maybe<ModelLabelConnection>;
  listPeople?: Maybe<ModelPersonConnection>;
  listProjects?: Maybe<ModelProjectConnection>;
  listTaskLabels?: Maybe<ModelTaskLabelConnection>;
  listTasks?: Maybe<ModelTaskConnection>;
  me: Me;
  /** The members of the tenant, by id. */
  members: TenantMemberConnection;
  /** The person card of the caller, found by username. */
  myCard?: Maybe<Person>;
  /** Each model type, operation and role. */
  permissionMatrix: Array<TenantPermission>;
  /** Counts the tasks of a project, the first thousand. Plans with reports have it. */
  projectReport?: Maybe<ProjectReport>;
  projectsByStatus?: Maybe<ModelProjectConnection>;
  /** The roles of the tenant. */
  roles: Array<TenantRole>;
  /** The schedules of the application, by name. */
  schedules: Array<TenantSchedule>;
  taskLabelsByLabelId?: Maybe<ModelTaskLabelConnection>;
  taskLabelsByTaskId?: Maybe<ModelTaskLabelConnection>;
  tasksByAssignee?: Maybe<ModelTaskConnection>;
  tasksByProject?: Maybe<ModelTaskConnection>;
  tasksByStatus?: Maybe<ModelTaskConnection>;
  /** The tenant of the caller. */
  tenant: Tenant;
  /** An upload of the caller that is under way, or null: its link, or the parts that have arrived. */
  upload?: Maybe<Upload>;
  webhook?: Maybe<TenantWebhook>;
  /** The deliveries to an endpoint, the newest first. A page can hold fewer than asked when few have the status. */
  webhookDeliveries: TenantWebhookDeliveryConnection;
  webhookDelivery?: Maybe<TenantWebhookDelivery>;
  /** The names of all events, such as Task.created: those of types with @webhook. */
  webhookEvents: Array<Scalars['String']['output']>;
  /** The endpoints of the tenant. */
  webhooks: TenantWebhookConnection;
};


export type QueryApiKeysArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAuditEventsArgs = {
  filter?: InputMaybe<TenantAuditEventFilter>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCommentsByTaskArgs = {
  createdAt?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelCommentFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  taskId: Scalars['ID']['input'];
};


export type QueryCountCommentsArgs = {
  filter?: InputMaybe<ModelCommentFilterInput>;
};


export type QueryCountLabelsArgs = {
  filter?: InputMaybe<ModelLabelFilterInput>;
};


export type QueryCountPeopleArgs = {
  filter?: InputMaybe<ModelPersonFilterInput>;
};


export type QueryCountProjectsArgs = {
  filter?: InputMaybe<ModelProjectFilterInput>;
};


export type QueryCountTaskLabelsArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
};


export type QueryCountTasksArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
};


export type QueryExportFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  jobId: Scalars['ID']['input'];
};


export type QueryExportPartArgs = {
  jobId: Scalars['ID']['input'];
  name: Scalars['String']['input'];
};


export type QueryGetCommentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetLabelArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetPersonArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetProjectArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetTaskArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGetTaskLabelArgs = {
  id: Scalars['ID']['input'];
};


export type QueryImpersonationsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryInvitationsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryJobsArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryListCommentsArgs = {
  filter?: InputMaybe<ModelCommentFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListLabelsArgs = {
  filter?: InputMaybe<ModelLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListPeopleArgs = {
  filter?: InputMaybe<ModelPersonFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListProjectsArgs = {
  filter?: InputMaybe<ModelProjectFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListTaskLabelsArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryListTasksArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryMembersArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


export type QueryProjectReportArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProjectsByStatusArgs = {
  filter?: InputMaybe<ModelProjectFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  name?: InputMaybe<ModelStringKeyConditionInput>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  status: ProjectStatus;
};


export type QueryTaskLabelsByLabelIdArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  labelId: Scalars['ID']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryTaskLabelsByTaskIdArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  taskId: Scalars['ID']['input'];
};


export type QueryTasksByAssigneeArgs = {
  assigneeId: Scalars['ID']['input'];
  dueDate?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


export type QueryTasksByProjectArgs = {
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  projectId: Scalars['ID']['input'];
  sortDirection?: InputMaybe<ModelSortDirection>;
  statusDueDate?: InputMaybe<ModelTaskByProjectCompositeKeyConditionInput>;
};


export type QueryTasksByStatusArgs = {
  dueDate?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelTaskFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
  status: TaskStatus;
};


export type QueryUploadArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhookDeliveriesArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<TenantWebhookDeliveryStatus>;
  webhook: Scalars['ID']['input'];
};


export type QueryWebhookDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWebhooksArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};

export type Subscription = {
  __typename?: 'Subscription';
  onCreateComment?: Maybe<Comment>;
  onCreateLabel?: Maybe<Label>;
  onCreatePerson?: Maybe<Person>;
  onCreateProject?: Maybe<Project>;
  onCreateTask?: Maybe<Task>;
  onCreateTaskLabel?: Maybe<TaskLabel>;
  onDeleteComment?: Maybe<Comment>;
  onDeleteLabel?: Maybe<Label>;
  onDeletePerson?: Maybe<Person>;
  onDeleteProject?: Maybe<Project>;
  onDeleteTask?: Maybe<Task>;
  onDeleteTaskLabel?: Maybe<TaskLabel>;
  onUpdateComment?: Maybe<Comment>;
  onUpdateLabel?: Maybe<Label>;
  onUpdatePerson?: Maybe<Person>;
  onUpdateProject?: Maybe<Project>;
  onUpdateTask?: Maybe<Task>;
  onUpdateTaskLabel?: Maybe<TaskLabel>;
};


export type SubscriptionOnCreateCommentArgs = {
  filter?: InputMaybe<ModelSubscriptionCommentFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnCreateLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionLabelFilterInput>;
};


export type SubscriptionOnCreatePersonArgs = {
  filter?: InputMaybe<ModelSubscriptionPersonFilterInput>;
};


export type SubscriptionOnCreateProjectArgs = {
  filter?: InputMaybe<ModelSubscriptionProjectFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnCreateTaskArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnCreateTaskLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskLabelFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteCommentArgs = {
  filter?: InputMaybe<ModelSubscriptionCommentFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionLabelFilterInput>;
};


export type SubscriptionOnDeletePersonArgs = {
  filter?: InputMaybe<ModelSubscriptionPersonFilterInput>;
};


export type SubscriptionOnDeleteProjectArgs = {
  filter?: InputMaybe<ModelSubscriptionProjectFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteTaskArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnDeleteTaskLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskLabelFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateCommentArgs = {
  filter?: InputMaybe<ModelSubscriptionCommentFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionLabelFilterInput>;
};


export type SubscriptionOnUpdatePersonArgs = {
  filter?: InputMaybe<ModelSubscriptionPersonFilterInput>;
};


export type SubscriptionOnUpdateProjectArgs = {
  filter?: InputMaybe<ModelSubscriptionProjectFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateTaskArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionOnUpdateTaskLabelArgs = {
  filter?: InputMaybe<ModelSubscriptionTaskLabelFilterInput>;
  owner?: InputMaybe<Scalars['String']['input']>;
};

/** One thing to do. Members see all tasks, and change those that they own. */
export type Task = {
  __typename?: 'Task';
  assignee?: Maybe<Person>;
  assigneeId?: Maybe<Scalars['ID']['output']>;
  comments?: Maybe<ModelCommentConnection>;
  createdAt: Scalars['AWSDateTime']['output'];
  dueDate?: Maybe<Scalars['AWSDate']['output']>;
  estimate?: Maybe<Scalars['Float']['output']>;
  id: Scalars['ID']['output'];
  labels?: Maybe<ModelTaskLabelConnection>;
  /** Counts the tasks of a tenant: ACME-42. */
  number?: Maybe<Scalars['String']['output']>;
  owner?: Maybe<Scalars['String']['output']>;
  photos?: Maybe<Array<File>>;
  project?: Maybe<Project>;
  projectId: Scalars['ID']['output'];
  status: TaskStatus;
  title: Scalars['String']['output'];
  updatedAt: Scalars['AWSDateTime']['output'];
};


/** One thing to do. Members see all tasks, and change those that they own. */
export type TaskCommentsArgs = {
  createdAt?: InputMaybe<ModelStringKeyConditionInput>;
  filter?: InputMaybe<ModelCommentFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};


/** One thing to do. Members see all tasks, and change those that they own. */
export type TaskLabelsArgs = {
  filter?: InputMaybe<ModelTaskLabelFilterInput>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
  sortDirection?: InputMaybe<ModelSortDirection>;
};

export type TaskLabel = {
  __typename?: 'TaskLabel';
  createdAt: Scalars['AWSDateTime']['output'];
  id: Scalars['ID']['output'];
  label: Label;
  labelId: Scalars['ID']['output'];
  owner?: Maybe<Scalars['String']['output']>;
  task: Task;
  taskId: Scalars['ID']['output'];
  updatedAt: Scalars['AWSDateTime']['output'];
};

export type TaskStatus =
  | 'DOING'
  | 'DONE'
  | 'TODO';

/** A customer of the platform: all that the caller sees lies inside one. */
export type Tenant = {
  __typename?: 'Tenant';
  createdAt: Scalars['AWSDateTime']['output'];
  /** While it is being closed: when its data may be purged. */
  graceEndsAt?: Maybe<Scalars['AWSDateTime']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  plan: TenantPlan;
  quota: TenantQuota;
  settings: TenantSettings;
  status: TenantStatus;
  /** Why it is suspended. */
  statusReason?: Maybe<Scalars['String']['output']>;
  /** Usage of at most 366 days of UTC, such as from: "2026-01-01", to: "2026-01-31". */
  usage: TenantUsage;
};


/** A customer of the platform: all that the caller sees lies inside one. */
export type TenantUsageArgs = {
  from: Scalars['AWSDate']['input'];
  to: Scalars['AWSDate']['input'];
};

/** The cause of an action: a member, an API key, an operator, or the platform itself. */
export type TenantActor = {
  __typename?: 'TenantActor';
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  type: TenantActorType;
};

export type TenantActorType =
  | 'apiKey'
  | 'operator'
  | 'system'
  | 'user';

/**
 * A key with which a machine acts inside the tenant that made it. It is sent in place of a token, as
 * "Authorization: Bearer tql_…".
 */
export type TenantApiKey = {
  __typename?: 'TenantApiKey';
  createdAt: Scalars['AWSDateTime']['output'];
  /** The id of who made it: a member, or a key as "key:" and its id. */
  createdBy: Scalars['ID']['output'];
  expiresAt: Scalars['AWSDateTime']['output'];
  /** What its text holds after "tql_". */
  id: Scalars['ID']['output'];
  /** To the minute. */
  lastUsedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  name: Scalars['String']['output'];
  /** The id of the key that takes its place, once it was rotated. */
  replacedBy?: Maybe<Scalars['ID']['output']>;
  revokedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Its roles: what @auth sees as groups. */
  roles: Array<Scalars['String']['output']>;
  /** The most that it may do, as "Type:operation"; null: whatever its roles allow. */
  scopes?: Maybe<Array<Scalars['String']['output']>>;
  status: TenantApiKeyStatus;
};

export type TenantApiKeyConnection = {
  __typename?: 'TenantApiKeyConnection';
  items: Array<TenantApiKey>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantApiKeyInput = {
  /** 1 to 365. */
  expiresInDays?: Scalars['Int']['input'];
  /** 1 to 100 characters, for people. */
  name: Scalars['String']['input'];
  roles: Array<Scalars['String']['input']>;
  /** Permissions such as Task:read, *:read or Mutation:addTask. Left out: whatever the roles allow. */
  scopes?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type TenantApiKeyStatus =
  | 'ACTIVE'
  | 'EXPIRED'
  | 'REVOKED';

/** Where the chain breaks first. */
export type TenantAuditBreak = {
  __typename?: 'TenantAuditBreak';
  kind: TenantAuditBreakKind;
  seq: Scalars['Int']['output'];
  why: Scalars['String']['output'];
};

export type TenantAuditBreakKind =
  | 'ALTERED'
  | 'HEAD'
  | 'MISPLACED'
  | 'MISSING'
  | 'TRUNCATED'
  | 'UNLINKED';

export type TenantAuditEntity = {
  __typename?: 'TenantAuditEntity';
  id: Scalars['ID']['output'];
  type: Scalars['String']['output'];
};

/** An action, or a refused attempt at one, sealed into the chain of the tenant. */
export type TenantAuditEvent = {
  __typename?: 'TenantAuditEvent';
  /** Such as "member.invited", or "Project.updated" for a type with @audit. */
  action: Scalars['String']['output'];
  actor: TenantActor;
  at: Scalars['AWSDateTime']['output'];
  /** What changed, or why it was refused, as JSON. */
  detail?: Maybe<Scalars['AWSJSON']['output']>;
  entity?: Maybe<TenantAuditEntity>;
  /** Until when the event is kept; null: for good. */
  expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** SHA-256 of the text in UTF-8, as hex. */
  hash: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  ip?: Maybe<Scalars['String']['output']>;
  outcome: TenantAuditOutcome;
  /** Until when the event before it is kept. */
  prevExpiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The hash of the event before it; empty for the first. */
  prevHash: Scalars['String']['output'];
  requestId?: Maybe<Scalars['String']['output']>;
  /** 1, 2, 3 … in the order of sealing. */
  seq: Scalars['Int']['output'];
  /** The event in its canonical form: JSON with sorted names and without spaces (RFC 8785), the tenant's id included. */
  text: Scalars['String']['output'];
};

export type TenantAuditEventConnection = {
  __typename?: 'TenantAuditEventConnection';
  items: Array<TenantAuditEvent>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** All that is given must fit. */
export type TenantAuditEventFilter = {
  action?: InputMaybe<Scalars['String']['input']>;
  actorId?: InputMaybe<Scalars['ID']['input']>;
  entityId?: InputMaybe<Scalars['ID']['input']>;
  entityType?: InputMaybe<Scalars['String']['input']>;
  /** At this time or later. */
  from?: InputMaybe<Scalars['AWSDateTime']['input']>;
  outcome?: InputMaybe<TenantAuditOutcome>;
  /** Before this time. */
  to?: InputMaybe<Scalars['AWSDateTime']['input']>;
};

/** Where the chain ends. Keep the hash elsewhere: it proves the chain up to here. */
export type TenantAuditHead = {
  __typename?: 'TenantAuditHead';
  hash: Scalars['String']['output'];
  seq: Scalars['Int']['output'];
};

export type TenantAuditIntegrity = {
  __typename?: 'TenantAuditIntegrity';
  /** Events that were found sound. */
  events: Scalars['Int']['output'];
  firstBroken?: Maybe<TenantAuditBreak>;
  head: TenantAuditHead;
  ok: Scalars['Boolean']['output'];
};

export type TenantAuditOutcome =
  | 'DONE'
  | 'REFUSED';

/** An operator who looks at the tenant. They can change nothing in it. */
export type TenantImpersonation = {
  __typename?: 'TenantImpersonation';
  createdAt: Scalars['AWSDateTime']['output'];
  expiresAt: Scalars['AWSDateTime']['output'];
  /** The id of the key that they use: revokeApiKey ends it at once. */
  id: Scalars['ID']['output'];
  /** To the minute. */
  lastUsedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  operator: Scalars['String']['output'];
  /** Why, in their own words. */
  reason: Scalars['String']['output'];
  revokedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  status: TenantApiKeyStatus;
};

export type TenantImpersonationConnection = {
  __typename?: 'TenantImpersonationConnection';
  items: Array<TenantImpersonation>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** An offer of a membership to a user who has its token and can prove the address. */
export type TenantInvitation = {
  __typename?: 'TenantInvitation';
  createdAt: Scalars['AWSDateTime']['output'];
  email: Scalars['AWSEmail']['output'];
  expiresAt: Scalars['AWSDateTime']['output'];
  id: Scalars['ID']['output'];
  /** The id of the member who invited. */
  invitedBy: Scalars['ID']['output'];
  roles: Array<Scalars['String']['output']>;
  status: TenantInvitationStatus;
};

export type TenantInvitationConnection = {
  __typename?: 'TenantInvitationConnection';
  items: Array<TenantInvitation>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantInvitationInput = {
  /** Letter case does not count. */
  email: Scalars['AWSEmail']['input'];
  roles: Array<Scalars['String']['input']>;
};

/** An invitation with its token, which is shown this once: pass it on to the one who is invited. */
export type TenantInvitationSent = {
  __typename?: 'TenantInvitationSent';
  invitation: TenantInvitation;
  token: Scalars['String']['output'];
};

export type TenantInvitationStatus =
  | 'ACCEPTED'
  | 'EXPIRED'
  | 'PENDING'
  | 'REVOKED';

/** Long work on the whole tenant. */
export type TenantJob = {
  __typename?: 'TenantJob';
  createdAt: Scalars['AWSDateTime']['output'];
  /** Rows done so far, and how many there are in all, as far as that is known. */
  done: Scalars['Int']['output'];
  /** Why it failed. */
  error?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  kind: TenantJobKind;
  /** From 0 to 1; null as long as it is unknown. */
  progress?: Maybe<Scalars['Float']['output']>;
  /** What became of it, as a JSON object. */
  result?: Maybe<Scalars['AWSJSON']['output']>;
  status: TenantJobStatus;
  total?: Maybe<Scalars['Int']['output']>;
  updatedAt: Scalars['AWSDateTime']['output'];
};

export type TenantJobConnection = {
  __typename?: 'TenantJobConnection';
  items: Array<TenantJob>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantJobKind =
  | 'EXPORT'
  | 'IMPORT'
  | 'MOVE'
  | 'PURGE';

export type TenantJobStatus =
  | 'DONE'
  | 'FAILED'
  | 'RUNNING'
  | 'WAITING';

/** The limits of a plan; null does not bind. */
export type TenantLimits = {
  __typename?: 'TenantLimits';
  auditRetentionDays?: Maybe<Scalars['Int']['output']>;
  /** Seconds of each rate that may be saved up for a burst. */
  burstSeconds?: Maybe<Scalars['Float']['output']>;
  /** Sockets that are open at once. */
  connections?: Maybe<Scalars['Int']['output']>;
  costPerMonth?: Maybe<Scalars['Float']['output']>;
  /** Points of query cost. */
  costPerSecond?: Maybe<Scalars['Float']['output']>;
  /** Messages that subscriptions are sent. */
  eventsPerSecond?: Maybe<Scalars['Float']['output']>;
  itemsPerModel?: Maybe<Scalars['Float']['output']>;
  /** Bytes of one answer. */
  maxAnswerBytes?: Maybe<Scalars['Int']['output']>;
  /** Lists, counts and writes of one request. */
  maxCalls?: Maybe<Scalars['Int']['output']>;
  /** How many fields deep an operation may be. */
  maxDepth?: Maybe<Scalars['Int']['output']>;
  /** Fields that one request resolves. */
  maxFields?: Maybe<Scalars['Int']['output']>;
  /** Rows and pages of one request. Null means the ceiling of every plan, as in the next three. */
  maxObjects?: Maybe<Scalars['Int']['output']>;
  requestsPerMonth?: Maybe<Scalars['Float']['output']>;
  requestsPerSecond?: Maybe<Scalars['Float']['output']>;
  seats?: Maybe<Scalars['Int']['output']>;
  /** Bytes of all files, also of uploads that are under way. */
  storageBytes?: Maybe<Scalars['Float']['output']>;
  /** Subscriptions on one socket. Null means 100. */
  subscriptionsPerConnection?: Maybe<Scalars['Int']['output']>;
  /** Endpoints of webhooks. Null means 100. */
  webhooks?: Maybe<Scalars['Int']['output']>;
};

/** A user who belongs to the tenant. */
export type TenantMember = {
  __typename?: 'TenantMember';
  email: Scalars['AWSEmail']['output'];
  joinedAt: Scalars['AWSDateTime']['output'];
  roles: Array<Scalars['String']['output']>;
  status: TenantMemberStatus;
  /** Cognito's sub. */
  userId: Scalars['ID']['output'];
  username: Scalars['String']['output'];
};

export type TenantMemberConnection = {
  __typename?: 'TenantMemberConnection';
  items: Array<TenantMember>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantMemberStatus =
  | 'ACTIVE'
  /** Kept out, and takes no seat, until an administrator enables them again. */
  | 'DISABLED'
  /** Has just been removed, or has left. Only the answer to that has it. */
  | 'REMOVED';

/** A key that was just made. */
export type TenantNewApiKey = {
  __typename?: 'TenantNewApiKey';
  apiKey: TenantApiKey;
  /** The key itself. It is kept nowhere: this is the only time that it is shown. */
  text: Scalars['String']['output'];
};

/** An endpoint with a new secret. */
export type TenantNewWebhook = {
  __typename?: 'TenantNewWebhook';
  /** Verifies the signatures of deliveries: whsec_ and 32 bytes as base64. This is the only time that it is shown. */
  secret: Scalars['String']['output'];
  webhook: TenantWebhook;
};

export type TenantOperation =
  | 'CREATE'
  | 'DELETE'
  | 'READ'
  | 'UPDATE';

/** What one role may do with the rows of one type. */
export type TenantPermission = {
  __typename?: 'TenantPermission';
  operation: TenantOperation;
  role: Scalars['String']['output'];
  type: Scalars['String']['output'];
  verdict: TenantVerdict;
};

/** What a tenant may use, its own overrides included. */
export type TenantPlan = {
  __typename?: 'TenantPlan';
  /** The flags of @feature that are on. */
  features: Array<Scalars['String']['output']>;
  limits: TenantLimits;
  name: Scalars['String']['output'];
};

/** What a tenant has used of its plan, as it was some seconds ago. */
export type TenantQuota = {
  __typename?: 'TenantQuota';
  costAvailable?: Maybe<Scalars['Float']['output']>;
  /** Points of query cost. */
  costThisMonth?: Maybe<Scalars['Float']['output']>;
  /** What both buckets hold now; null without such a limit. */
  requestsAvailable?: Maybe<Scalars['Float']['output']>;
  /** Null where the plan limits neither rates nor months: then nothing is counted here. */
  requestsThisMonth?: Maybe<Scalars['Float']['output']>;
  /** When the month's sums begin anew. */
  resetsAt: Scalars['AWSDateTime']['output'];
  seatsUsed: Scalars['Int']['output'];
  /** Bytes of all files, also of uploads that are under way. */
  storageBytesUsed: Scalars['Float']['output'];
};

/** A set of rights with a name: one of those that every tenant has, one of the schema, or one of the tenant's own. */
export type TenantRole = {
  __typename?: 'TenantRole';
  description?: Maybe<Scalars['String']['output']>;
  kind: TenantRoleKind;
  name: Scalars['String']['output'];
  /** What it may do without further conditions, as "Type:operation". What @auth says of rows is in permissionMatrix. */
  permissions: Array<Scalars['String']['output']>;
};

export type TenantRoleChange = {
  description?: InputMaybe<Scalars['String']['input']>;
  permissions?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type TenantRoleInput = {
  description?: InputMaybe<Scalars['String']['input']>;
  /** A letter, then letters, digits, - and _; at most 64. */
  name: Scalars['String']['input'];
  /** At most 100, such as "Task:update", "Task:*" or "*:read". */
  permissions: Array<Scalars['String']['input']>;
};

export type TenantRoleKind =
  /** Every tenant has it. */
  | 'BUILT_IN'
  /** The tenant made it. */
  | 'CUSTOM'
  /** A group that @auth of the schema names. */
  | 'DECLARED';

/** Work that the application does for the tenant at times. */
export type TenantSchedule = {
  __typename?: 'TenantSchedule';
  /** Minute, hour, day of the month, month and day of the week. */
  cron: Scalars['String']['output'];
  description?: Maybe<Scalars['String']['output']>;
  /** Null if none has begun yet. */
  lastRun?: Maybe<TenantScheduleRun>;
  name: Scalars['String']['output'];
  /** Null while the tenant is not active: its schedules rest. */
  nextRunAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How often a run that failed is repeated. */
  retries: Scalars['Int']['output'];
  /** The time zone of the expression, by its IANA name. */
  timeZone: Scalars['String']['output'];
};

export type TenantScheduleRun = {
  __typename?: 'TenantScheduleRun';
  /** How often it began. */
  attempts: Scalars['Int']['output'];
  endedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Why the last attempt failed. */
  error?: Maybe<Scalars['String']['output']>;
  /** Whether runSchedule asked for it. */
  isManual: Scalars['Boolean']['output'];
  /** When it was due. */
  slot: Scalars['AWSDateTime']['output'];
  startedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  status: TenantScheduleStatus;
};

export type TenantScheduleStatus =
  | 'DONE'
  | 'FAILED'
  /** It failed, and will be repeated. */
  | 'RETRYING'
  | 'RUNNING'
  /** It will begin. */
  | 'WAITING';

/** What the tenant decides itself. */
export type TenantSettings = {
  __typename?: 'TenantSettings';
  /** Whether those who run the platform may look at the tenant, without changing anything. */
  allowImpersonation: Scalars['Boolean']['output'];
  /** An object of the application's own, as JSON. */
  custom: Scalars['AWSJSON']['output'];
};

/** What is left out stays as it is. */
export type TenantSettingsInput = {
  allowImpersonation?: InputMaybe<Scalars['Boolean']['input']>;
  /** A JSON object of at most 16 KiB; it takes the place of the one before. */
  custom?: InputMaybe<Scalars['AWSJSON']['input']>;
};

export type TenantStatus =
  | 'ACTIVE'
  | 'DELETED'
  /** Its data is being moved; it can be read, and changed again in a moment. */
  | 'MOVING'
  | 'OFFBOARDING'
  | 'PROVISIONING'
  | 'PURGING'
  | 'SUSPENDED';

/** What a tenant used from one day to another, both included. */
export type TenantUsage = {
  __typename?: 'TenantUsage';
  /** Days with usage, in order. */
  days: Array<TenantUsageDay>;
  from: Scalars['AWSDate']['output'];
  /** At most 200, the costliest first; what others used is among "other". */
  operations: Array<TenantUsageOperation>;
  to: Scalars['AWSDate']['output'];
  total: TenantUsageFigures;
};

export type TenantUsageDay = {
  __typename?: 'TenantUsageDay';
  /** A day of UTC. */
  day: Scalars['AWSDate']['output'];
  figures: TenantUsageFigures;
};

/** What was counted; all of it adds up. */
export type TenantUsageFigures = {
  __typename?: 'TenantUsageFigures';
  /** Bytes that were answered. */
  bytes: Scalars['Float']['output'];
  /** Minutes that connections were open, each rounded up. */
  connectionMinutes: Scalars['Float']['output'];
  /** Points of the cost model. */
  cost: Scalars['Float']['output'];
  /** Requests whose answer holds an error. */
  errors: Scalars['Float']['output'];
  /** Messages that subscriptions were sent, in parts of 32 KB. */
  messages: Scalars['Float']['output'];
  /** Milliseconds of computing. */
  ms: Scalars['Float']['output'];
  /** Read capacity units of the database. */
  rcu: Scalars['Float']['output'];
  requests: Scalars['Float']['output'];
  rowsRead: Scalars['Float']['output'];
  rowsWritten: Scalars['Float']['output'];
  /** Write capacity units of the database. */
  wcu: Scalars['Float']['output'];
};

export type TenantUsageOperation = {
  __typename?: 'TenantUsageOperation';
  figures: TenantUsageFigures;
  /** The name that the client gave it, else its first root field; "connection" and "events" for sockets; "other" for what has neither, or is one of very many. */
  operation: Scalars['String']['output'];
};

export type TenantVerdict =
  /** All rows. */
  | 'ALLOW'
  | 'DENY'
  /** Some rows: those of their own, or of their groups. */
  | 'OWN';

/** An endpoint that is sent changes of rows, as Standard Webhooks 1.0 describes it. */
export type TenantWebhook = {
  __typename?: 'TenantWebhook';
  /**
   * By whose rights it hears: the caller who last chose its URL, its events or its payload, or who enabled it. It hears of the rows
   * that this caller may listen to, as long as the caller belongs to the tenant.
   */
  actsAs: TenantActor;
  createdAt: Scalars['AWSDateTime']['output'];
  createdBy: TenantActor;
  description: Scalars['String']['output'];
  /** Why it is disabled, as a sentence. */
  disabledReason?: Maybe<Scalars['String']['output']>;
  /** Such as Task.created, Task.* or *: see webhookEvents. */
  events: Array<Scalars['String']['output']>;
  health: TenantWebhookHealth;
  id: Scalars['ID']['output'];
  /** Until when deliveries are also signed with the secret before. */
  oldSecretUntil?: Maybe<Scalars['AWSDateTime']['output']>;
  payload: TenantWebhookPayload;
  status: TenantWebhookStatus;
  updatedAt: Scalars['AWSDateTime']['output'];
  url: Scalars['String']['output'];
};

export type TenantWebhookAttempt = {
  __typename?: 'TenantWebhookAttempt';
  at: Scalars['AWSDateTime']['output'];
  durationMs: Scalars['Int']['output'];
  /** Why it failed, as a sentence. */
  error?: Maybe<Scalars['String']['output']>;
  /** The HTTP status of the answer; null if there was none. */
  status?: Maybe<Scalars['Int']['output']>;
};

/** Absent members stay as they are. */
export type TenantWebhookChange = {
  description?: InputMaybe<Scalars['String']['input']>;
  events?: InputMaybe<Array<Scalars['String']['input']>>;
  payload?: InputMaybe<TenantWebhookPayload>;
  url?: InputMaybe<Scalars['String']['input']>;
};

export type TenantWebhookConnection = {
  __typename?: 'TenantWebhookConnection';
  items: Array<TenantWebhook>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** A message to an endpoint. It is kept for 30 days. */
export type TenantWebhookDelivery = {
  __typename?: 'TenantWebhookDelivery';
  /** The last 12, the earliest first. */
  attempts: Array<TenantWebhookAttempt>;
  createdAt: Scalars['AWSDateTime']['output'];
  /** Such as Task.updated, or ping for a test. */
  event: Scalars['String']['output'];
  /** The header webhook-id: the same in each attempt, and in replays. */
  id: Scalars['ID']['output'];
  nextAttemptAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The body, for the caller by whose rights it was made; null for others. */
  payload?: Maybe<Scalars['String']['output']>;
  status: TenantWebhookDeliveryStatus;
  webhook?: Maybe<TenantWebhook>;
};

export type TenantWebhookDeliveryConnection = {
  __typename?: 'TenantWebhookDeliveryConnection';
  items: Array<TenantWebhookDelivery>;
  nextToken?: Maybe<Scalars['String']['output']>;
};

export type TenantWebhookDeliveryStatus =
  | 'DELIVERED'
  /** It is not sent again, unless it is replayed. */
  | 'FAILED'
  /** It is sent, or is sent again. */
  | 'PENDING';

/** How the last deliveries to an endpoint went. */
export type TenantWebhookHealth = {
  __typename?: 'TenantWebhookHealth';
  /** When the first of them was. */
  failingSince?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Attempts in a row that failed. */
  failures: Scalars['Int']['output'];
  /** When a delivery last succeeded. */
  lastDeliveryAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Until when the sender sends nothing to the endpoint. Then it tries one message, and the others if that one succeeds. */
  pausedUntil?: Maybe<Scalars['AWSDateTime']['output']>;
};

export type TenantWebhookInput = {
  /** At most 300 characters, for people. */
  description?: Scalars['String']['input'];
  /** Such as Task.created, Task.* or *: see webhookEvents. 1 to 100. */
  events?: Array<Scalars['String']['input']>;
  payload?: TenantWebhookPayload;
  /** https only, of a public host. */
  url: Scalars['String']['input'];
};

export type TenantWebhookPayload =
  /** What the endpoint's caller may read of the row. */
  | 'FULL'
  /** The key of the row alone. */
  | 'THIN';

/** What came of a request to replay deliveries. */
export type TenantWebhookReplay = {
  __typename?: 'TenantWebhookReplay';
  /** False if more failed deliveries follow: send the request again. */
  complete: Scalars['Boolean']['output'];
  /** Deliveries that are sent again. */
  replayed: Scalars['Int']['output'];
};

export type TenantWebhookStatus =
  | 'DISABLED'
  | 'ENABLED';

export type UpdateCommentInput = {
  authorId?: InputMaybe<Scalars['ID']['input']>;
  body?: InputMaybe<Scalars['String']['input']>;
  createdAt?: InputMaybe<Scalars['AWSDateTime']['input']>;
  id: Scalars['ID']['input'];
  taskId?: InputMaybe<Scalars['ID']['input']>;
};

export type UpdateLabelInput = {
  colour?: InputMaybe<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdatePersonInput = {
  email?: InputMaybe<Scalars['AWSEmail']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateProjectInput = {
  address?: InputMaybe<AddressInput>;
  /** The order, as a scan or a PDF. */
  attachment?: InputMaybe<Scalars['ID']['input']>;
  /** What the project may cost; only admins see it. */
  budget?: InputMaybe<Scalars['Int']['input']>;
  description?: InputMaybe<Scalars['String']['input']>;
  dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<ProjectStatus>;
};

export type UpdateTaskInput = {
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  dueDate?: InputMaybe<Scalars['AWSDate']['input']>;
  estimate?: InputMaybe<Scalars['Float']['input']>;
  id: Scalars['ID']['input'];
  /** Counts the tasks of a tenant: ACME-42. */
  number?: InputMaybe<Scalars['String']['input']>;
  photos?: InputMaybe<Array<Scalars['ID']['input']>>;
  projectId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<TaskStatus>;
  title?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateTaskLabelInput = {
  id: Scalars['ID']['input'];
  labelId?: InputMaybe<Scalars['ID']['input']>;
  taskId?: InputMaybe<Scalars['ID']['input']>;
};

/** An upload that is under way. */
export type Upload = {
  __typename?: 'Upload';
  /** When the link expires. The query upload gives another one. */
  expiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
  file: File;
  headers?: Maybe<Array<UploadHeader>>;
  id: Scalars['ID']['output'];
  /** PUT if one request takes the whole content. Null if the content goes in parts. */
  method?: Maybe<Scalars['String']['output']>;
  partCount?: Maybe<Scalars['Int']['output']>;
  /** Bytes of each part but the last. Null if one request takes the whole content. */
  partSize?: Maybe<Scalars['Float']['output']>;
  /** The numbers of the parts that have arrived, from 1. */
  receivedParts?: Maybe<Array<Scalars['Int']['output']>>;
  /** Where the client sends the content, with these headers. Null if the content goes in parts. */
  url?: Maybe<Scalars['AWSURL']['output']>;
};

/** A header that the client must send as it is, because the link is signed for it. */
export type UploadHeader = {
  __typename?: 'UploadHeader';
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

/** What a client is going to upload. */
export type UploadInput = {
  /** Such as application/pdf. The content must be of this type. */
  contentType: Scalars['String']['input'];
  /** Its field with @file, such as attachment. */
  field: Scalars['String']['input'];
  /** 1 to 255 characters, without a path. */
  name: Scalars['String']['input'];
  /** SHA-256 of the content as base64. Required up to 64 MB; a larger file has one for each part. */
  sha256?: InputMaybe<Scalars['String']['input']>;
  /** Bytes. */
  size: Scalars['Float']['input'];
  /** The type whose row will hold the file, such as Project. */
  type: Scalars['String']['input'];
};

/** A link for one part of an upload. */
export type UploadPart = {
  __typename?: 'UploadPart';
  expiresAt: Scalars['AWSDateTime']['output'];
  headers: Array<UploadHeader>;
  number: Scalars['Int']['output'];
  url: Scalars['AWSURL']['output'];
};

export type UploadPartInput = {
  /** From 1 to partCount. */
  number: Scalars['Int']['input'];
  /** SHA-256 of the part as base64. */
  sha256: Scalars['String']['input'];
};
